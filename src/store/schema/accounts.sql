CREATE TRIGGER `segments_see_account_activity` AFTER INSERT ON `account_activities`
WHEN EXISTS (SELECT 1 FROM segments)
BEGIN
  INSERT INTO segment_queue (customer_id) SELECT customer_id FROM account_holders WHERE account_id = new.account_id
    ON CONFLICT (customer_id) DO UPDATE SET mark = mark + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `segments_see_account_change` AFTER UPDATE ON `accounts`
WHEN (new.kind, new.product, new.status, new.opened_on, new.closed_on, new.bands)
    IS NOT (old.kind, old.product, old.status, old.opened_on, old.closed_on, old.bands)
  AND EXISTS (SELECT 1 FROM segments)
BEGIN
  INSERT INTO segment_queue (customer_id) SELECT customer_id FROM account_holders WHERE account_id = new.id
    ON CONFLICT (customer_id) DO UPDATE SET mark = mark + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `segments_see_account_holder` AFTER INSERT ON `account_holders`
WHEN EXISTS (SELECT 1 FROM segments)
BEGIN
  INSERT INTO segment_queue (customer_id) VALUES (new.customer_id) ON CONFLICT (customer_id) DO UPDATE SET mark = mark + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `segments_see_former_holder` AFTER DELETE ON `account_holders`
WHEN EXISTS (SELECT 1 FROM segments)
BEGIN
  INSERT INTO segment_queue (customer_id) SELECT old.customer_id
    WHERE EXISTS (SELECT 1 FROM customers WHERE id = old.customer_id AND erased_at IS NULL)
    ON CONFLICT (customer_id) DO UPDATE SET mark = mark + 1;
END;
