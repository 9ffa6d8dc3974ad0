CREATE TRIGGER `segments_see_event` AFTER INSERT ON `events`
WHEN EXISTS (SELECT 1 FROM segments)
BEGIN
  INSERT INTO segment_queue (customer_id) VALUES (new.customer_id) ON CONFLICT (customer_id) DO UPDATE SET mark = mark + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `segments_see_click_taken_back` AFTER DELETE ON `events`
WHEN old.kind = 'click' AND EXISTS (SELECT 1 FROM segments)
BEGIN
  INSERT INTO segment_queue (customer_id) VALUES (old.customer_id) ON CONFLICT (customer_id) DO UPDATE SET mark = mark + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `segments_see_purchase` AFTER INSERT ON `purchase_lines`
WHEN EXISTS (SELECT 1 FROM segments)
BEGIN
  INSERT INTO segment_queue (customer_id) VALUES (new.customer_id) ON CONFLICT (customer_id) DO UPDATE SET mark = mark + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `segments_see_attributes` AFTER INSERT ON `customer_attributes`
WHEN EXISTS (SELECT 1 FROM segments)
BEGIN
  INSERT INTO segment_queue (customer_id) VALUES (new.customer_id) ON CONFLICT (customer_id) DO UPDATE SET mark = mark + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `segments_see_attribute_change` AFTER UPDATE ON `customer_attributes`
WHEN EXISTS (SELECT 1 FROM segments)
BEGIN
  INSERT INTO segment_queue (customer_id) VALUES (new.customer_id) ON CONFLICT (customer_id) DO UPDATE SET mark = mark + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `segments_see_customer` AFTER INSERT ON `customers`
WHEN EXISTS (SELECT 1 FROM segments)
BEGIN
  INSERT INTO segment_queue (customer_id) VALUES (new.id) ON CONFLICT (customer_id) DO UPDATE SET mark = mark + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `segments_see_customer_change` AFTER UPDATE OF `zone`, `merged_into`, `erased_at` ON `customers`
WHEN EXISTS (SELECT 1 FROM segments)
BEGIN
  INSERT INTO segment_queue (customer_id) VALUES (new.id) ON CONFLICT (customer_id) DO UPDATE SET mark = mark + 1;
  INSERT INTO segment_queue (customer_id) SELECT new.merged_into WHERE new.merged_into IS NOT NULL
    ON CONFLICT (customer_id) DO UPDATE SET mark = mark + 1;
END;
