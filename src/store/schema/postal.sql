CREATE TRIGGER `postal_sees_attributes` AFTER INSERT ON `customer_attributes`
WHEN EXISTS (SELECT 1 FROM settings WHERE key = 'print')
BEGIN
  INSERT INTO postal_queue (customer_id) VALUES (new.customer_id) ON CONFLICT (customer_id) DO UPDATE SET mark = mark + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `postal_sees_attribute_change` AFTER UPDATE ON `customer_attributes`
WHEN EXISTS (SELECT 1 FROM settings WHERE key = 'print')
BEGIN
  INSERT INTO postal_queue (customer_id) VALUES (new.customer_id) ON CONFLICT (customer_id) DO UPDATE SET mark = mark + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `postal_sees_customer_change`
AFTER UPDATE OF `first_name`, `last_name`, `country`, `origins`, `merged_into`, `erased_at` ON `customers`
WHEN EXISTS (SELECT 1 FROM settings WHERE key = 'print')
BEGIN
  INSERT INTO postal_queue (customer_id) VALUES (new.id) ON CONFLICT (customer_id) DO UPDATE SET mark = mark + 1;
END;
