CREATE TRIGGER `messages_outcome` AFTER UPDATE OF `state` ON `messages`
WHEN new.state <> old.state
  AND (new.state IN ('accepted', 'rejected', 'unknown_outcome', 'delivered', 'bounced')
    OR (new.state = 'deferred' AND old.state = 'attempting'))
  AND EXISTS (SELECT 1 FROM webhook_endpoints WHERE state = 'active' AND instr(types, '"message.') > 0)
BEGIN
  INSERT INTO happenings (type, customer_id, subject)
  VALUES ('message.' || iif(new.state = 'unknown_outcome', 'unknown', new.state), new.customer_id, new.id);
END;
--> statement-breakpoint
CREATE TRIGGER `customers_merged` AFTER UPDATE OF `merged_into` ON `customers`
WHEN new.merged_into IS NOT NULL AND old.merged_into IS NULL
  AND EXISTS (SELECT 1 FROM webhook_endpoints WHERE state = 'active' AND instr(types, '"customer.merged"') > 0)
BEGIN
  INSERT INTO happenings (type, customer_id, subject) VALUES ('customer.merged', new.merged_into, new.code);
END;
--> statement-breakpoint
CREATE TRIGGER `customers_erased` AFTER UPDATE OF `erased_at` ON `customers`
WHEN new.erased_at IS NOT NULL AND old.erased_at IS NULL
  AND EXISTS (SELECT 1 FROM webhook_endpoints WHERE state = 'active' AND instr(types, '"customer.erased"') > 0)
BEGIN
  INSERT INTO happenings (type, customer_id, subject) VALUES ('customer.erased', 0, old.code);
END;
--> statement-breakpoint
CREATE TRIGGER `customers_deleted` AFTER DELETE ON `customers`
WHEN old.erased_at IS NULL AND old.merged_into IS NULL
  AND EXISTS (SELECT 1 FROM webhook_endpoints WHERE state = 'active' AND instr(types, '"customer.erased"') > 0)
BEGIN
  INSERT INTO happenings (type, customer_id, subject) VALUES ('customer.erased', 0, old.code);
END;
--> statement-breakpoint
CREATE TRIGGER `imports_finished` AFTER UPDATE OF `state` ON `imports`
WHEN new.state <> old.state AND new.state IN ('done', 'stopped', 'refused', 'undone')
  AND EXISTS (SELECT 1 FROM webhook_endpoints WHERE state = 'active' AND instr(types, '"import.finished"') > 0)
BEGIN
  INSERT INTO happenings (type, customer_id, subject) VALUES ('import.finished', 0, new.id);
END;
