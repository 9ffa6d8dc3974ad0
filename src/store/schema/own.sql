CREATE TRIGGER `own_site_made` AFTER INSERT ON `customers`
BEGIN
  INSERT INTO own_sites (customer_id, made_at)
  VALUES (new.id, iif(new.created_at < 0, -1 - new.created_at, new.created_at))
  ON CONFLICT (customer_id) DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER `own_site_gone` AFTER DELETE ON `customers`
BEGIN
  DELETE FROM own_sites WHERE customer_id = old.id;
  DELETE FROM own_requests WHERE customer_id = old.id;
  DELETE FROM own_codes WHERE customer_id = old.id;
  DELETE FROM own_sessions WHERE customer_id = old.id;
  DELETE FROM own_saved WHERE customer_id = old.id;
  DELETE FROM own_notes WHERE customer_id = old.id;
END;
