CREATE TABLE `account` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`provider_id` text NOT NULL,
	`user_id` text NOT NULL,
	`access_token` text,
	`refresh_token` text,
	`id_token` text,
	`access_token_expires_at` integer,
	`refresh_token_expires_at` integer,
	`scope` text,
	`password` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`secret_hash` text NOT NULL,
	`scopes` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	`revoked_at` integer,
	`last_used_at` integer
);
--> statement-breakpoint
CREATE TABLE `audit_log` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`actor_kind` text NOT NULL,
	`actor_id` text NOT NULL,
	`action` text NOT NULL,
	`subject_kind` text NOT NULL,
	`subject_id` text NOT NULL,
	`detail` text DEFAULT '{}' NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_by_subject` ON `audit_log` (`subject_kind`,`subject_id`,`id`);--> statement-breakpoint
CREATE INDEX `audit_by_actor` ON `audit_log` (`actor_kind`,`actor_id`,`id`);--> statement-breakpoint
CREATE INDEX `audit_by_actor_kind` ON `audit_log` (`actor_kind`,`id`);--> statement-breakpoint
CREATE INDEX `audit_by_action` ON `audit_log` (`action`,`id`);--> statement-breakpoint
CREATE TABLE `session` (
	`id` text PRIMARY KEY NOT NULL,
	`expires_at` integer NOT NULL,
	`token` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`ip_address` text,
	`user_agent` text,
	`user_id` text NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `session_token_unique` ON `session` (`token`);--> statement-breakpoint
CREATE TABLE `settings` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `user` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`email_verified` integer NOT NULL,
	`image` text,
	`role` text DEFAULT 'viewer' NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `user_email_unique` ON `user` (`email`);--> statement-breakpoint
CREATE TABLE `verification` (
	`id` text PRIMARY KEY NOT NULL,
	`identifier` text NOT NULL,
	`value` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer,
	`updated_at` integer
);
--> statement-breakpoint
CREATE TABLE `account_activities` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`fact_key` text NOT NULL,
	`account_id` integer NOT NULL,
	`customer_id` integer NOT NULL,
	`kind` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text,
	`merchant_category` text,
	`at` integer NOT NULL,
	`received_at` integer NOT NULL,
	`source` text NOT NULL,
	`channel` text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `account_activities_fact_key_unique` ON `account_activities` (`fact_key`);--> statement-breakpoint
CREATE INDEX `account_activities_by_account` ON `account_activities` (`account_id`,`at`,`kind`,`merchant_category`,`amount_minor`);--> statement-breakpoint
CREATE INDEX `account_activities_by_customer` ON `account_activities` (`customer_id`,`at`);--> statement-breakpoint
CREATE TABLE `account_holders` (
	`account_id` integer NOT NULL,
	`customer_id` integer NOT NULL,
	`role` text NOT NULL,
	PRIMARY KEY(`account_id`, `customer_id`)
);
--> statement-breakpoint
CREATE INDEX `account_holders_by_customer` ON `account_holders` (`customer_id`,`account_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `account_holders_primary` ON `account_holders` (`account_id`) WHERE role = 'primary';--> statement-breakpoint
CREATE TABLE `accounts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`code` text NOT NULL,
	`kind` text NOT NULL,
	`product` text,
	`status` text DEFAULT 'open' NOT NULL,
	`currency` text,
	`opened_on` text,
	`closed_on` text,
	`last_four` text,
	`bands` text DEFAULT '{}' NOT NULL,
	`at` integer NOT NULL,
	`received_at` integer NOT NULL,
	`source` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_code_unique` ON `accounts` (`code`);--> statement-breakpoint
CREATE TABLE `calls` (
	`id` text PRIMARY KEY NOT NULL,
	`customer_id` integer NOT NULL,
	`actor` text NOT NULL,
	`agent` text NOT NULL,
	`reference` text NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `calls_by_reference` ON `calls` (`actor`,`reference`,`customer_id`);--> statement-breakpoint
CREATE INDEX `calls_by_customer` ON `calls` (`customer_id`,`started_at`);--> statement-breakpoint
CREATE INDEX `calls_by_actor` ON `calls` (`actor`,`started_at`);--> statement-breakpoint
CREATE TABLE `product_copy` (
	`product_id` integer NOT NULL,
	`locale` text NOT NULL,
	`channel` text DEFAULT '' NOT NULL,
	`title` text NOT NULL,
	`body` text NOT NULL,
	`call_to_action` text DEFAULT '' NOT NULL,
	PRIMARY KEY(`product_id`, `locale`, `channel`)
);
--> statement-breakpoint
CREATE TABLE `product_sets` (
	`id` integer PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`category` text NOT NULL,
	`price_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`image_url` text NOT NULL,
	`link_url` text NOT NULL,
	`tags` text DEFAULT '[]' NOT NULL,
	`attributes` text DEFAULT '{}' NOT NULL,
	`valid_from` integer,
	`valid_until` integer,
	`stock` integer,
	`is_repurchasable` integer DEFAULT 0 NOT NULL,
	`launched_at` integer NOT NULL,
	`state` text DEFAULT 'live' NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `product_sets_code_unique` ON `product_sets` (`code`);--> statement-breakpoint
CREATE INDEX `product_sets_by_image` ON `product_sets` (`image_url`);--> statement-breakpoint
CREATE TABLE `template_versions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`version` integer NOT NULL,
	`compiled` text NOT NULL,
	`source` text NOT NULL,
	`published_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `template_versions_key` ON `template_versions` (`name`,`version`);--> statement-breakpoint
CREATE TABLE `vendor_rules` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`source` text NOT NULL,
	`slots` text DEFAULT '[]' NOT NULL,
	`amount` real,
	`priority` integer DEFAULT 0 NOT NULL,
	`starts_at` integer,
	`ends_at` integer,
	`state` text DEFAULT 'live' NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `vendor_rules_name_unique` ON `vendor_rules` (`name`);--> statement-breakpoint
CREATE TABLE `click_origins` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`batch_key` text NOT NULL,
	`sealed` text NOT NULL,
	`delete_after` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `click_origins_batch_key_unique` ON `click_origins` (`batch_key`);--> statement-breakpoint
CREATE TABLE `click_reviews` (
	`delay_ms` integer PRIMARY KEY NOT NULL,
	`last_id` integer NOT NULL,
	`verdict_version` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `click_signals` (
	`id` integer PRIMARY KEY NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `click_signals_body_unique` ON `click_signals` (`body`);--> statement-breakpoint
CREATE TABLE `clicks` (
	`id` integer PRIMARY KEY NOT NULL,
	`journal_key` text NOT NULL,
	`message_id` integer NOT NULL,
	`link_no` integer NOT NULL,
	`link_id` integer,
	`customer_id` integer NOT NULL,
	`at` integer NOT NULL,
	`network` text NOT NULL,
	`browser` text DEFAULT '' NOT NULL,
	`signals_id` integer NOT NULL,
	`around` text,
	`verdict` text NOT NULL,
	`verdict_version` integer NOT NULL,
	`device` text NOT NULL,
	`settled_at` integer,
	`origin_id` integer,
	`origin_no` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `clicks_journal_key_unique` ON `clicks` (`journal_key`);--> statement-breakpoint
CREATE INDEX `clicks_by_message` ON `clicks` (`message_id`,`at`,`link_no`);--> statement-breakpoint
CREATE INDEX `clicks_by_time` ON `clicks` (`at`);--> statement-breakpoint
CREATE INDEX `clicks_by_network` ON `clicks` (`network`,`at`,`message_id`);--> statement-breakpoint
CREATE INDEX `clicks_open` ON `clicks` (`at`) WHERE settled_at is null;--> statement-breakpoint
CREATE TABLE `links` (
	`id` integer PRIMARY KEY NOT NULL,
	`destination` text NOT NULL,
	`kind` text NOT NULL,
	`product_code` text DEFAULT '' NOT NULL,
	`category` text DEFAULT '' NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `links_key` ON `links` (`destination`,`product_code`);--> statement-breakpoint
CREATE TABLE `attribute_definitions` (
	`name` text PRIMARY KEY NOT NULL,
	`type` text NOT NULL,
	`label` text NOT NULL,
	`allowed` text,
	`visible_to` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `consent_states` (
	`customer_id` integer NOT NULL,
	`purpose` text NOT NULL,
	`channel` text DEFAULT '' NOT NULL,
	`topic` text DEFAULT '' NOT NULL,
	`is_granted` integer NOT NULL,
	`consent_id` integer NOT NULL,
	PRIMARY KEY(`customer_id`, `purpose`, `channel`, `topic`)
);
--> statement-breakpoint
CREATE TABLE `consents` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`customer_id` integer NOT NULL,
	`purpose` text NOT NULL,
	`channel` text DEFAULT '' NOT NULL,
	`topic` text DEFAULT '' NOT NULL,
	`state` text NOT NULL,
	`at` integer NOT NULL,
	`wording` text NOT NULL,
	`source` text NOT NULL,
	`proof` text DEFAULT '{}' NOT NULL
);
--> statement-breakpoint
CREATE INDEX `consents_by_customer` ON `consents` (`customer_id`,`purpose`,`channel`,`topic`,`id`);--> statement-breakpoint
CREATE TABLE `contact_notes` (
	`id` integer PRIMARY KEY NOT NULL,
	`fact_key` text NOT NULL,
	`customer_id` integer NOT NULL,
	`disposition` text,
	`category` text,
	`note` blob NOT NULL,
	`at` integer NOT NULL,
	`received_at` integer NOT NULL,
	`source` text NOT NULL,
	`channel` text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `contact_notes_fact_key_unique` ON `contact_notes` (`fact_key`);--> statement-breakpoint
CREATE INDEX `contact_notes_by_customer` ON `contact_notes` (`customer_id`,`at`);--> statement-breakpoint
CREATE TABLE `customer_attributes` (
	`customer_id` integer PRIMARY KEY NOT NULL,
	`updated_at` integer NOT NULL,
	`origins` text,
	`a_device` text
);
--> statement-breakpoint
CREATE TABLE `customers` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`code` text NOT NULL,
	`first_name` text,
	`last_name` text,
	`locale` text DEFAULT 'en' NOT NULL,
	`zone` text DEFAULT 'UTC' NOT NULL,
	`country` text,
	`birth_on` text,
	`email` text,
	`email_hash` text,
	`phone` text,
	`phone_hash` text,
	`is_tracked` integer DEFAULT 0 NOT NULL,
	`merged_into` integer,
	`erased_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`origins` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `customers_code_unique` ON `customers` (`code`);--> statement-breakpoint
CREATE INDEX `customers_by_email` ON `customers` (`email_hash`);--> statement-breakpoint
CREATE INDEX `customers_by_phone` ON `customers` (`phone_hash`);--> statement-breakpoint
CREATE INDEX `customers_by_name` ON `customers` (last_name collate nocase) WHERE last_name is not null;--> statement-breakpoint
CREATE INDEX `customers_by_first_name` ON `customers` (first_name collate nocase) WHERE last_name is null and first_name is not null;--> statement-breakpoint
CREATE INDEX `customers_by_survivor` ON `customers` (`merged_into`) WHERE merged_into is not null;--> statement-breakpoint
CREATE TABLE `demographic_facts` (
	`customer_id` integer NOT NULL,
	`name` text NOT NULL,
	`value` text NOT NULL,
	`at` integer NOT NULL,
	`received_at` integer NOT NULL,
	`source` text NOT NULL,
	`channel` text DEFAULT '' NOT NULL,
	PRIMARY KEY(`customer_id`, `name`, `source`)
);
--> statement-breakpoint
CREATE TABLE `events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`message_id` text NOT NULL,
	`customer_id` integer NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`category` text,
	`product_code` text,
	`properties` text DEFAULT '{}' NOT NULL,
	`at` integer NOT NULL,
	`received_at` integer NOT NULL,
	`source` text NOT NULL,
	`channel` text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `events_message_id_unique` ON `events` (`message_id`);--> statement-breakpoint
CREATE INDEX `events_by_customer` ON `events` (`customer_id`,`name`,`at`,`received_at`,`kind`,`category`);--> statement-breakpoint
CREATE TABLE `identities` (
	`kind` text NOT NULL,
	`hash` text NOT NULL,
	`value` text NOT NULL,
	`customer_id` integer NOT NULL,
	`at` integer NOT NULL,
	`source` text NOT NULL,
	`verified_at` integer,
	PRIMARY KEY(`kind`, `hash`)
);
--> statement-breakpoint
CREATE INDEX `identities_by_customer` ON `identities` (`customer_id`,`kind`);--> statement-breakpoint
CREATE TABLE `purchase_lines` (
	`order_key` text NOT NULL,
	`line_no` integer NOT NULL,
	`customer_id` integer NOT NULL,
	`at` integer NOT NULL,
	`product_code` text NOT NULL,
	`category` text,
	`quantity_milli` integer NOT NULL,
	`amount_minor` integer NOT NULL,
	PRIMARY KEY(`order_key`, `line_no`)
);
--> statement-breakpoint
CREATE INDEX `purchase_lines_by_customer` ON `purchase_lines` (`customer_id`,`at`,`quantity_milli`,`category`,`product_code`,`amount_minor`);--> statement-breakpoint
CREATE INDEX `purchase_lines_by_time` ON `purchase_lines` (`at`);--> statement-breakpoint
CREATE TABLE `purchases` (
	`order_key` text PRIMARY KEY NOT NULL,
	`customer_id` integer NOT NULL,
	`currency` text NOT NULL,
	`total_minor` integer NOT NULL,
	`at` integer NOT NULL,
	`received_at` integer NOT NULL,
	`source` text NOT NULL,
	`channel` text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE INDEX `purchases_by_customer` ON `purchases` (`customer_id`,`at`,`received_at`,`total_minor`,`currency`,`source`);--> statement-breakpoint
CREATE TABLE `registrations` (
	`id` integer PRIMARY KEY NOT NULL,
	`fact_key` text NOT NULL,
	`customer_id` integer NOT NULL,
	`product_code` text NOT NULL,
	`category` text,
	`serial` text,
	`bought_on` text,
	`at` integer NOT NULL,
	`received_at` integer NOT NULL,
	`source` text NOT NULL,
	`channel` text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `registrations_fact_key_unique` ON `registrations` (`fact_key`);--> statement-breakpoint
CREATE INDEX `registrations_by_customer` ON `registrations` (`customer_id`,`at`);--> statement-breakpoint
CREATE TABLE `rejected_items` (
	`id` integer PRIMARY KEY NOT NULL,
	`received_at` integer NOT NULL,
	`source` text NOT NULL,
	`faults` text NOT NULL,
	`item` blob NOT NULL
);
--> statement-breakpoint
CREATE INDEX `rejected_items_by_time` ON `rejected_items` (`received_at`);--> statement-breakpoint
CREATE TABLE `suppressions` (
	`address_hash` text NOT NULL,
	`channel` text NOT NULL,
	`scope` text DEFAULT '' NOT NULL,
	`reason` text NOT NULL,
	`source` text NOT NULL,
	`at` integer NOT NULL,
	`message_number` integer,
	PRIMARY KEY(`address_hash`, `channel`, `scope`)
);
--> statement-breakpoint
CREATE TABLE `survey_answers` (
	`id` integer PRIMARY KEY NOT NULL,
	`fact_key` text NOT NULL,
	`customer_id` integer NOT NULL,
	`survey` text NOT NULL,
	`question` text NOT NULL,
	`answer` text NOT NULL,
	`category` text,
	`at` integer NOT NULL,
	`received_at` integer NOT NULL,
	`source` text NOT NULL,
	`channel` text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `survey_answers_fact_key_unique` ON `survey_answers` (`fact_key`);--> statement-breakpoint
CREATE INDEX `survey_answers_by_customer` ON `survey_answers` (`customer_id`,`survey`);--> statement-breakpoint
CREATE TABLE `dead_letters` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`queue` text NOT NULL,
	`name` text NOT NULL,
	`body` blob NOT NULL,
	`customer_id` integer NOT NULL,
	`reason` text NOT NULL,
	`letter` text NOT NULL,
	`times` integer DEFAULT 1 NOT NULL,
	`state` text DEFAULT 'dead' NOT NULL,
	`first_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	`replayed_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `dead_letters_once` ON `dead_letters` (`queue`,`name`);--> statement-breakpoint
CREATE INDEX `dead_letters_by_customer` ON `dead_letters` (`customer_id`);--> statement-breakpoint
CREATE INDEX `dead_letters_by_time` ON `dead_letters` (`last_at`);--> statement-breakpoint
CREATE INDEX `dead_letters_waiting` ON `dead_letters` (`id`) WHERE state = 'dead';--> statement-breakpoint
CREATE TABLE `customer_devices` (
	`customer_id` integer PRIMARY KEY NOT NULL,
	`device` text NOT NULL,
	`phone` integer NOT NULL,
	`pda` integer NOT NULL,
	`tablet` integer NOT NULL,
	`desktop` integer NOT NULL,
	`version` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `feed_items` (
	`run_id` integer NOT NULL,
	`n` integer NOT NULL,
	`code` text NOT NULL,
	`hash` text NOT NULL,
	`is_new` integer NOT NULL,
	`body` text NOT NULL,
	PRIMARY KEY(`run_id`, `n`)
);
--> statement-breakpoint
CREATE TABLE `feed_products` (
	`feed_id` integer NOT NULL,
	`code` text NOT NULL,
	`seen_run` integer NOT NULL,
	`hash` text DEFAULT '' NOT NULL,
	`applied_at` integer DEFAULT 0 NOT NULL,
	`is_present` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`feed_id`, `code`)
);
--> statement-breakpoint
CREATE INDEX `feed_products_by_code` ON `feed_products` (`code`);--> statement-breakpoint
CREATE TABLE `feed_rejects` (
	`run_id` integer NOT NULL,
	`n` integer NOT NULL,
	`place` text NOT NULL,
	`code` text,
	`field` text NOT NULL,
	`reason` text NOT NULL,
	PRIMARY KEY(`run_id`, `n`)
);
--> statement-breakpoint
CREATE TABLE `feed_runs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`feed_id` integer NOT NULL,
	`origin` text NOT NULL,
	`is_dry` integer DEFAULT 0 NOT NULL,
	`state` text NOT NULL,
	`lease_until` integer NOT NULL,
	`started_at` integer NOT NULL,
	`finished_at` integer,
	`bytes` integer DEFAULT 0 NOT NULL,
	`read` integer DEFAULT 0 NOT NULL,
	`created` integer DEFAULT 0 NOT NULL,
	`changed` integer DEFAULT 0 NOT NULL,
	`unchanged` integer DEFAULT 0 NOT NULL,
	`rejected` integer DEFAULT 0 NOT NULL,
	`known` integer DEFAULT 0 NOT NULL,
	`missing` integer DEFAULT 0 NOT NULL,
	`applied` integer DEFAULT 0 NOT NULL,
	`withdrawn` integer DEFAULT 0 NOT NULL,
	`fault` text,
	`etag` text,
	`last_modified` text
);
--> statement-breakpoint
CREATE INDEX `feed_runs_by_feed` ON `feed_runs` (`feed_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `feed_runs_active` ON `feed_runs` (`feed_id`) WHERE "feed_runs"."state" in ('reading', 'applying');--> statement-breakpoint
CREATE INDEX `feed_runs_applying` ON `feed_runs` (`lease_until`) WHERE "feed_runs"."state" in ('reading', 'applying');--> statement-breakpoint
CREATE TABLE `feeds` (
	`id` integer PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`settings` text NOT NULL,
	`state` text DEFAULT 'live' NOT NULL,
	`etag` text,
	`last_modified` text,
	`header_name` text,
	`header` blob,
	`next_run_at` integer,
	`failures` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `feeds_code_unique` ON `feeds` (`code`);--> statement-breakpoint
CREATE INDEX `feeds_due` ON `feeds` (`state`,`next_run_at`);--> statement-breakpoint
CREATE TABLE `image_files` (
	`name` text PRIMARY KEY NOT NULL,
	`body` blob NOT NULL
);
--> statement-breakpoint
CREATE TABLE `image_sources` (
	`url` text PRIMARY KEY NOT NULL,
	`state` text NOT NULL,
	`hash` text,
	`hosted_url` text,
	`fault` text,
	`failures` integer DEFAULT 0 NOT NULL,
	`next_try_at` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `image_sources_due` ON `image_sources` (`state`,`next_try_at`);--> statement-breakpoint
CREATE TABLE `images` (
	`hash` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`width` integer NOT NULL,
	`height` integer NOT NULL,
	`bytes` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `form_confirmations` (
	`id_hash` text PRIMARY KEY NOT NULL,
	`form_code` text NOT NULL,
	`version` integer NOT NULL,
	`address_hash` text NOT NULL,
	`network` text NOT NULL,
	`answers` blob NOT NULL,
	`state` text NOT NULL,
	`sends` integer NOT NULL,
	`last_sent_at` integer NOT NULL,
	`sent_at` text DEFAULT '[]' NOT NULL,
	`at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`confirmed_at` integer,
	`customer_id` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE INDEX `form_confirmations_by_address` ON `form_confirmations` (`address_hash`,`last_sent_at`);--> statement-breakpoint
CREATE INDEX `form_confirmations_by_form` ON `form_confirmations` (`form_code`,`last_sent_at`);--> statement-breakpoint
CREATE INDEX `form_confirmations_by_network` ON `form_confirmations` (`network`,`at`);--> statement-breakpoint
CREATE INDEX `form_confirmations_by_customer` ON `form_confirmations` (`customer_id`);--> statement-breakpoint
CREATE INDEX `form_confirmations_by_end` ON `form_confirmations` (`expires_at`) WHERE state <> 'confirmed';--> statement-breakpoint
CREATE TABLE `form_drafts` (
	`code` text PRIMARY KEY NOT NULL,
	`draft` text NOT NULL,
	`revision` integer NOT NULL,
	`base_version` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `form_submissions` (
	`id_hash` text PRIMARY KEY NOT NULL,
	`form_code` text NOT NULL,
	`version` integer NOT NULL,
	`customer_id` integer NOT NULL,
	`channel` text NOT NULL,
	`network` text NOT NULL,
	`address_hash` text NOT NULL,
	`flags` text NOT NULL,
	`picked` text DEFAULT '{}' NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `form_submissions_by_form` ON `form_submissions` (`form_code`,`at`);--> statement-breakpoint
CREATE INDEX `form_submissions_by_network` ON `form_submissions` (`network`,`at`);--> statement-breakpoint
CREATE INDEX `form_submissions_by_address` ON `form_submissions` (`address_hash`,`at`);--> statement-breakpoint
CREATE INDEX `form_submissions_by_customer` ON `form_submissions` (`customer_id`);--> statement-breakpoint
CREATE TABLE `form_versions` (
	`form_code` text NOT NULL,
	`version` integer NOT NULL,
	`definition` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`form_code`, `version`)
);
--> statement-breakpoint
CREATE TABLE `forms` (
	`code` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`state` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `kiosk_devices` (
	`id` text PRIMARY KEY NOT NULL,
	`label` text NOT NULL,
	`created_at` integer NOT NULL,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE TABLE `household_members` (
	`customer_id` integer PRIMARY KEY NOT NULL,
	`household_id` integer NOT NULL,
	`at` integer NOT NULL,
	`source` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `household_members_by_household` ON `household_members` (`household_id`,`customer_id`);--> statement-breakpoint
CREATE TABLE `household_reservations` (
	`household_id` integer NOT NULL,
	`newsletter_id` integer NOT NULL,
	`occurrence_on` text NOT NULL,
	`lane` text DEFAULT '' NOT NULL,
	`message_id` integer NOT NULL,
	PRIMARY KEY(`household_id`, `newsletter_id`, `occurrence_on`, `lane`)
);
--> statement-breakpoint
CREATE INDEX `household_reservations_by_message` ON `household_reservations` (`message_id`);--> statement-breakpoint
CREATE TABLE `household_rules` (
	`name` text PRIMARY KEY NOT NULL,
	`rule` text,
	`reached` integer NOT NULL,
	`started_at` integer NOT NULL,
	`finished_at` integer
);
--> statement-breakpoint
CREATE TABLE `households` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`code` text NOT NULL,
	`origin` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `households_code_unique` ON `households` (`code`);--> statement-breakpoint
CREATE TABLE `import_debts` (
	`import_id` text NOT NULL,
	`name` text NOT NULL,
	`first_id` integer DEFAULT 0 NOT NULL,
	`last_id` integer DEFAULT 0 NOT NULL,
	`statement` text DEFAULT '' NOT NULL,
	PRIMARY KEY(`import_id`, `name`)
);
--> statement-breakpoint
CREATE TABLE `import_changes` (
	`id` integer PRIMARY KEY NOT NULL,
	`import_id` text NOT NULL,
	`customer_id` integer NOT NULL,
	`subject` text NOT NULL,
	`key` text DEFAULT '' NOT NULL,
	`before` text,
	`after` text
);
--> statement-breakpoint
CREATE INDEX `import_changes_by_import` ON `import_changes` (`import_id`,`id`);--> statement-breakpoint
CREATE INDEX `import_changes_by_key` ON `import_changes` (`import_id`,`key`) WHERE key <> '';--> statement-breakpoint
CREATE INDEX `import_changes_by_customer` ON `import_changes` (`customer_id`);--> statement-breakpoint
CREATE TABLE `import_chunks` (
	`import_id` text NOT NULL,
	`no` integer NOT NULL,
	`first_id` integer NOT NULL,
	`last_id` integer DEFAULT 0 NOT NULL,
	`created` integer DEFAULT 0 NOT NULL,
	`changed` integer DEFAULT 0 NOT NULL,
	`withheld` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`import_id`, `no`)
);
--> statement-breakpoint
CREATE TABLE `import_mappings` (
	`name` text PRIMARY KEY NOT NULL,
	`mapping` text NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `import_rejects` (
	`import_id` text NOT NULL,
	`no` integer NOT NULL,
	`count` integer NOT NULL,
	`rows` blob NOT NULL,
	PRIMARY KEY(`import_id`, `no`)
);
--> statement-breakpoint
CREATE TABLE `imports` (
	`id` text PRIMARY KEY NOT NULL,
	`mapping` text NOT NULL,
	`target` text NOT NULL,
	`file_name` text DEFAULT '' NOT NULL,
	`is_dry_run` integer DEFAULT 0 NOT NULL,
	`state` text NOT NULL,
	`fault` text,
	`actor_kind` text NOT NULL,
	`actor_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`finished_at` integer,
	`records` integer DEFAULT 0 NOT NULL,
	`last_digest` text DEFAULT '' NOT NULL,
	`bytes_read` integer DEFAULT 0 NOT NULL,
	`bytes_total` integer,
	`created` integer DEFAULT 0 NOT NULL,
	`changed` integer DEFAULT 0 NOT NULL,
	`same` integer DEFAULT 0 NOT NULL,
	`rejected` integer DEFAULT 0 NOT NULL,
	`withheld` integer DEFAULT 0 NOT NULL,
	`quarantined` integer DEFAULT 0 NOT NULL,
	`skipped` integer DEFAULT 0 NOT NULL,
	`blank_lines` integer DEFAULT 0 NOT NULL,
	`reasons` text DEFAULT '{}' NOT NULL,
	`header` text
);
--> statement-breakpoint
CREATE INDEX `imports_by_time` ON `imports` (`created_at`);--> statement-breakpoint
CREATE TABLE `quarantined_records` (
	`id` integer PRIMARY KEY NOT NULL,
	`vocabulary` text NOT NULL,
	`code` text NOT NULL,
	`customer_id` integer DEFAULT 0 NOT NULL,
	`import_id` text DEFAULT '' NOT NULL,
	`record` integer DEFAULT 0 NOT NULL,
	`mapping` text NOT NULL,
	`received_at` integer NOT NULL,
	`fields` blob NOT NULL
);
--> statement-breakpoint
CREATE INDEX `quarantined_records_by_code` ON `quarantined_records` (`vocabulary`,`code`,`id`);--> statement-breakpoint
CREATE INDEX `quarantined_records_by_customer` ON `quarantined_records` (`customer_id`);--> statement-breakpoint
CREATE INDEX `quarantined_records_by_import` ON `quarantined_records` (`import_id`);--> statement-breakpoint
CREATE TABLE `reference_codes` (
	`vocabulary` text NOT NULL,
	`code` text NOT NULL,
	`meaning` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`vocabulary`, `code`)
);
--> statement-breakpoint
CREATE TABLE `reference_vocabularies` (
	`name` text PRIMARY KEY NOT NULL,
	`label` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `address_reservations` (
	`address_hash` text NOT NULL,
	`newsletter_id` integer NOT NULL,
	`occurrence_on` text NOT NULL,
	`lane` text DEFAULT '' NOT NULL,
	`message_id` integer NOT NULL,
	PRIMARY KEY(`address_hash`, `newsletter_id`, `occurrence_on`, `lane`)
);
--> statement-breakpoint
CREATE TABLE `messages` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`customer_id` integer NOT NULL,
	`newsletter_id` integer NOT NULL,
	`occurrence_on` text NOT NULL,
	`lane` text DEFAULT '' NOT NULL,
	`channel` text NOT NULL,
	`ways` text,
	`state` text NOT NULL,
	`reason` text,
	`planned_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`waits_since` integer,
	`priority` integer DEFAULT 0 NOT NULL,
	`heeds_quiet` integer DEFAULT 0 NOT NULL,
	`fence` integer DEFAULT 0 NOT NULL,
	`unmade` integer DEFAULT 0 NOT NULL,
	`claimed_by` text,
	`lease_until` integer,
	`reserved_at` integer,
	`attempts` integer DEFAULT 0 NOT NULL,
	`first_attempt_at` integer,
	`accepted_at` integer,
	`provider` text,
	`provider_id` text,
	`stream` text,
	`template_id` integer,
	`inputs` text,
	`body_hash` text,
	`links` text,
	`delivered_at` integer,
	`bounced_at` integer,
	`bounce_verdict` text,
	`complained_at` integer,
	`opted_out_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `messages_once` ON `messages` (`customer_id`,`newsletter_id`,`occurrence_on`,`lane`);--> statement-breakpoint
CREATE INDEX `messages_due` ON `messages` (`newsletter_id`,`due_at`) WHERE state in ('planned', 'deferred');--> statement-breakpoint
CREATE INDEX `messages_due_by_channel` ON `messages` (`newsletter_id`,`channel`,`due_at`) WHERE state in ('planned', 'deferred');--> statement-breakpoint
CREATE INDEX `messages_leased` ON `messages` (`lease_until`) WHERE lease_until is not null;--> statement-breakpoint
CREATE INDEX `messages_held` ON `messages` (`channel`) WHERE state in ('planned', 'deferred') and (waits_since is not null or reason = 'warm_up');--> statement-breakpoint
CREATE INDEX `messages_claimed` ON `messages` (`claimed_by`) WHERE claimed_by is not null;--> statement-breakpoint
CREATE INDEX `messages_reserved` ON `messages` (`customer_id`,`reserved_at`) WHERE reserved_at is not null;--> statement-breakpoint
CREATE INDEX `messages_restored` ON `messages` (`newsletter_id`) WHERE reason = 'restored';--> statement-breakpoint
CREATE INDEX `messages_by_provider_id` ON `messages` (`provider_id`) WHERE provider_id is not null;--> statement-breakpoint
CREATE INDEX `messages_by_newsletter` ON `messages` (`newsletter_id`,`occurrence_on`,`state`);--> statement-breakpoint
CREATE TABLE `newsletters` (
	`id` integer PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`kind` text DEFAULT 'newsletter' NOT NULL,
	`title` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`copy` text DEFAULT '[]' NOT NULL,
	`topic` text NOT NULL,
	`categories` text DEFAULT '[]' NOT NULL,
	`channels` text DEFAULT '["email"]' NOT NULL,
	`message_class` text DEFAULT 'marketing' NOT NULL,
	`audience` text,
	`one_per_household` integer DEFAULT 0 NOT NULL,
	`best_hour` integer DEFAULT 0 NOT NULL,
	`template_name` text NOT NULL,
	`slots` text NOT NULL,
	`default_pace` text NOT NULL,
	`default_minute` integer NOT NULL,
	`state` text DEFAULT 'running' NOT NULL,
	`priority` integer DEFAULT 0 NOT NULL,
	`grace_ms` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `newsletters_code_unique` ON `newsletters` (`code`);--> statement-breakpoint
CREATE TABLE `planner_state` (
	`name` text PRIMARY KEY NOT NULL,
	`watermark` integer NOT NULL,
	`announced` integer DEFAULT 0 NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `preferences` (
	`customer_id` integer PRIMARY KEY NOT NULL,
	`quiet_from` integer,
	`quiet_until` integer,
	`paused_from` text,
	`paused_until` text,
	`cap_count` integer,
	`cap_days` integer,
	`channel_order` text,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `schedules` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`key` text NOT NULL,
	`pace` text NOT NULL,
	`zone` text NOT NULL,
	`minute` integer NOT NULL,
	`anchor_on` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `schedules_key_unique` ON `schedules` (`key`);--> statement-breakpoint
CREATE TABLE `subscriptions` (
	`customer_id` integer NOT NULL,
	`newsletter_id` integer NOT NULL,
	`state` text NOT NULL,
	`channel` text NOT NULL,
	`schedule_id` integer NOT NULL,
	`chosen_by` text NOT NULL,
	`own_copy` integer DEFAULT 0 NOT NULL,
	`channel_order` text,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`customer_id`, `newsletter_id`)
);
--> statement-breakpoint
CREATE INDEX `subscriptions_by_schedule` ON `subscriptions` (`schedule_id`,`state`,`customer_id`);--> statement-breakpoint
CREATE INDEX `subscriptions_by_newsletter` ON `subscriptions` (`newsletter_id`,`schedule_id`) WHERE state = 'active';--> statement-breakpoint
CREATE TABLE `happenings` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`type` text NOT NULL,
	`customer_id` integer NOT NULL,
	`subject` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `happenings_by_customer` ON `happenings` (`customer_id`);--> statement-breakpoint
CREATE TABLE `webhook_cursors` (
	`source` text PRIMARY KEY NOT NULL,
	`position` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `webhook_deliveries` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`endpoint_id` text NOT NULL,
	`event_id` text NOT NULL,
	`state` text DEFAULT 'pending' NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_at` integer NOT NULL,
	`fence` integer DEFAULT 0 NOT NULL,
	`status` integer,
	`fault` text,
	`duration_ms` integer,
	`last_tried_at` integer,
	`finished_at` integer,
	FOREIGN KEY (`event_id`) REFERENCES `webhook_events`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `webhook_deliveries_once` ON `webhook_deliveries` (`event_id`,`endpoint_id`);--> statement-breakpoint
CREATE INDEX `webhook_deliveries_by_endpoint` ON `webhook_deliveries` (`endpoint_id`,`id`);--> statement-breakpoint
CREATE INDEX `webhook_deliveries_due` ON `webhook_deliveries` (`endpoint_id`,`next_at`) WHERE state = 'pending';--> statement-breakpoint
CREATE TABLE `webhook_endpoints` (
	`id` text PRIMARY KEY NOT NULL,
	`url` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`types` text NOT NULL,
	`discloses` text DEFAULT '[]' NOT NULL,
	`state` text NOT NULL,
	`disabled_reason` text,
	`disabled_at` integer,
	`secret` blob NOT NULL,
	`old_secret` blob,
	`old_secret_until` integer,
	`failing_since` integer,
	`last_success_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `webhook_events` (
	`id` text PRIMARY KEY NOT NULL,
	`type` text NOT NULL,
	`customer_id` integer NOT NULL,
	`at` integer NOT NULL,
	`data` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `webhook_events_by_customer` ON `webhook_events` (`customer_id`);--> statement-breakpoint
CREATE INDEX `webhook_events_by_time` ON `webhook_events` (`created_at`);--> statement-breakpoint
CREATE TABLE `erasures` (
	`customer_id` integer PRIMARY KEY NOT NULL,
	`begun_at` integer NOT NULL,
	`finished_at` integer,
	`done` text DEFAULT '[]' NOT NULL,
	`names` blob
);
--> statement-breakpoint
CREATE INDEX `erasures_open` ON `erasures` (`begun_at`) WHERE finished_at is null;--> statement-breakpoint
CREATE TABLE `own_codes` (
	`request_hash` text NOT NULL,
	`customer_id` integer NOT NULL,
	`code_hash` text NOT NULL,
	PRIMARY KEY(`request_hash`, `customer_id`)
);
--> statement-breakpoint
CREATE INDEX `own_codes_by_customer` ON `own_codes` (`customer_id`);--> statement-breakpoint
CREATE TABLE `own_notes` (
	`id` text PRIMARY KEY NOT NULL,
	`customer_id` integer NOT NULL,
	`kind` text NOT NULL,
	`body` blob NOT NULL,
	`is_shared` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `own_notes_by_customer` ON `own_notes` (`customer_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `own_requests` (
	`id_hash` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`address_hash` text NOT NULL,
	`customer_id` integer DEFAULT 0 NOT NULL,
	`address` blob,
	`network` text NOT NULL,
	`state` text NOT NULL,
	`tries` integer DEFAULT 0 NOT NULL,
	`at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer
);
--> statement-breakpoint
CREATE INDEX `own_requests_by_address` ON `own_requests` (`address_hash`,`at`);--> statement-breakpoint
CREATE INDEX `own_requests_by_network` ON `own_requests` (`network`,`at`);--> statement-breakpoint
CREATE INDEX `own_requests_by_customer` ON `own_requests` (`customer_id`);--> statement-breakpoint
CREATE INDEX `own_requests_by_time` ON `own_requests` (`at`);--> statement-breakpoint
CREATE INDEX `own_requests_due` ON `own_requests` (`at`) WHERE state in ('due', 'sending');--> statement-breakpoint
CREATE TABLE `own_saved` (
	`customer_id` integer NOT NULL,
	`product_code` text NOT NULL,
	`saved_at` integer NOT NULL,
	`source` text NOT NULL,
	PRIMARY KEY(`customer_id`, `product_code`)
);
--> statement-breakpoint
CREATE TABLE `own_sessions` (
	`id_hash` text PRIMARY KEY NOT NULL,
	`customer_id` integer NOT NULL,
	`begun_at` integer NOT NULL,
	`ends_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `own_sessions_by_customer` ON `own_sessions` (`customer_id`);--> statement-breakpoint
CREATE INDEX `own_sessions_by_end` ON `own_sessions` (`ends_at`);--> statement-breakpoint
CREATE TABLE `own_sites` (
	`customer_id` integer PRIMARY KEY NOT NULL,
	`made_at` integer NOT NULL,
	`version` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `phone_rates` (
	`sender` text PRIMARY KEY NOT NULL,
	`used_until` integer NOT NULL,
	`booked_until` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `phone_spend` (
	`channel` text NOT NULL,
	`day` text NOT NULL,
	`spent_milli` integer NOT NULL,
	PRIMARY KEY(`channel`, `day`)
);
--> statement-breakpoint
CREATE TABLE `postal_addresses` (
	`customer_id` integer PRIMARY KEY NOT NULL,
	`address` text NOT NULL,
	`hash` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `postal_addresses_by_hash` ON `postal_addresses` (`hash`);--> statement-breakpoint
CREATE TABLE `postal_queue` (
	`customer_id` integer PRIMARY KEY NOT NULL,
	`mark` integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `affinities` (
	`customer_id` integer NOT NULL,
	`category` text NOT NULL,
	`scaled` real NOT NULL,
	PRIMARY KEY(`customer_id`, `category`)
);
--> statement-breakpoint
CREATE TABLE `account_scores` (
	`account_id` integer NOT NULL,
	`prediction_id` integer NOT NULL,
	`model_id` integer NOT NULL,
	`score` real NOT NULL,
	`extra` text,
	`reasons` text,
	`scored_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `prediction_id`)
);
--> statement-breakpoint
CREATE TABLE `customer_scores` (
	`customer_id` integer PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE `prediction_model_parts` (
	`model_id` integer NOT NULL,
	`no` integer NOT NULL,
	`body` text NOT NULL,
	PRIMARY KEY(`model_id`, `no`)
);
--> statement-breakpoint
CREATE TABLE `prediction_models` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`prediction_id` integer NOT NULL,
	`version` integer NOT NULL,
	`state` text NOT NULL,
	`card` text NOT NULL,
	`profiles` text NOT NULL,
	`drift` text,
	`cut_at` integer NOT NULL,
	`horizon_days` integer NOT NULL,
	`features_version` integer NOT NULL,
	`trained_at` integer NOT NULL,
	`cause` text NOT NULL,
	`size` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `prediction_models_key` ON `prediction_models` (`prediction_id`,`version`);--> statement-breakpoint
CREATE UNIQUE INDEX `prediction_models_champion` ON `prediction_models` (`prediction_id`) WHERE state = 'champion';--> statement-breakpoint
CREATE TABLE `prediction_rules` (
	`code` text NOT NULL,
	`version` integer NOT NULL,
	`title` text NOT NULL,
	`kind` text NOT NULL,
	`prediction` text,
	`model_version` integer,
	`source` text,
	`condition` text NOT NULL,
	`inputs` text NOT NULL,
	`threshold` real,
	`starts_on` text,
	`ends_on` text,
	`author` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`code`, `version`)
);
--> statement-breakpoint
CREATE TABLE `prediction_runs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`prediction_id` integer NOT NULL,
	`kind` text NOT NULL,
	`cause` text NOT NULL,
	`asked_by` text NOT NULL,
	`state` text DEFAULT 'waiting' NOT NULL,
	`step` text DEFAULT '' NOT NULL,
	`model_id` integer,
	`cut_at` integer,
	`scored_to` integer DEFAULT 0 NOT NULL,
	`scored` integer DEFAULT 0 NOT NULL,
	`asked_at` integer NOT NULL,
	`lease_until` integer,
	`finished_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `prediction_runs_open` ON `prediction_runs` (`prediction_id`,`kind`) WHERE finished_at is null;--> statement-breakpoint
CREATE INDEX `prediction_runs_by_prediction` ON `prediction_runs` (`prediction_id`,`id`);--> statement-breakpoint
CREATE INDEX `prediction_runs_by_end` ON `prediction_runs` (`finished_at`);--> statement-breakpoint
CREATE TABLE `predictions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`code` text NOT NULL,
	`title` text NOT NULL,
	`task` text NOT NULL,
	`subject` text NOT NULL,
	`settings` text NOT NULL,
	`state` text DEFAULT 'live' NOT NULL,
	`has_column` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `predictions_code_unique` ON `predictions` (`code`);--> statement-breakpoint
CREATE TABLE `score_details` (
	`customer_id` integer NOT NULL,
	`prediction_id` integer NOT NULL,
	`model_id` integer NOT NULL,
	`score` real NOT NULL,
	`extra` text,
	`reasons` text,
	`scored_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	PRIMARY KEY(`customer_id`, `prediction_id`)
);
--> statement-breakpoint
CREATE TABLE `push_devices` (
	`id` text PRIMARY KEY NOT NULL,
	`customer_id` integer NOT NULL,
	`endpoint_hash` text NOT NULL,
	`address` blob,
	`vapid_key` text NOT NULL,
	`service` text NOT NULL,
	`label` text NOT NULL,
	`created_at` integer NOT NULL,
	`succeeded_at` integer,
	`failures` integer DEFAULT 0 NOT NULL,
	`gone_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `push_devices_endpoint_hash_unique` ON `push_devices` (`endpoint_hash`);--> statement-breakpoint
CREATE INDEX `push_devices_by_customer` ON `push_devices` (`customer_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `push_devices_gone` ON `push_devices` (`gone_at`) WHERE gone_at is not null;--> statement-breakpoint
CREATE TABLE `parked_reports` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`provider` text NOT NULL,
	`provider_id` text NOT NULL,
	`report` text NOT NULL,
	`parked_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `parked_reports_once` ON `parked_reports` (`provider`,`provider_id`,`report`);--> statement-breakpoint
CREATE TABLE `soft_bounces` (
	`message_id` integer PRIMARY KEY NOT NULL,
	`customer_id` integer NOT NULL,
	`address_hash` text NOT NULL,
	`channel` text NOT NULL,
	`reason` text NOT NULL,
	`sent_at` integer NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `soft_bounces_by_address` ON `soft_bounces` (`address_hash`,`channel`,`at`);--> statement-breakpoint
CREATE INDEX `soft_bounces_by_customer` ON `soft_bounces` (`customer_id`);--> statement-breakpoint
CREATE INDEX `soft_bounces_by_age` ON `soft_bounces` (`at`);--> statement-breakpoint
CREATE TABLE `schema_floor` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`oldest` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `segment_changes` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`segment_id` integer NOT NULL,
	`customer_id` integer NOT NULL,
	`change` text NOT NULL,
	`cause` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `segment_changes_by_segment` ON `segment_changes` (`segment_id`,`id`);--> statement-breakpoint
CREATE INDEX `segment_changes_by_customer` ON `segment_changes` (`customer_id`);--> statement-breakpoint
CREATE INDEX `segment_changes_by_time` ON `segment_changes` (`at`);--> statement-breakpoint
CREATE TABLE `segment_members` (
	`segment_id` integer NOT NULL,
	`customer_id` integer NOT NULL,
	`entered_at` integer NOT NULL,
	PRIMARY KEY(`segment_id`, `customer_id`)
);
--> statement-breakpoint
CREATE INDEX `segment_members_by_customer` ON `segment_members` (`customer_id`);--> statement-breakpoint
CREATE TABLE `segment_queue` (
	`customer_id` integer PRIMARY KEY NOT NULL,
	`mark` integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `segments` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`code` text NOT NULL,
	`title` text NOT NULL,
	`source` text NOT NULL,
	`uses` text DEFAULT '[]' NOT NULL,
	`is_timed` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`member_count` integer DEFAULT 0 NOT NULL,
	`swept_to` integer,
	`sweep_version` integer,
	`sweep_started_at` integer,
	`built_version` integer,
	`built_at` integer,
	`deleted_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `segments_code_unique` ON `segments` (`code`);--> statement-breakpoint
CREATE TABLE `send_time_runs` (
	`newsletter_id` integer PRIMARY KEY NOT NULL,
	`began_at` integer NOT NULL,
	`ended_at` integer,
	`walked_to` integer NOT NULL,
	`prior` text NOT NULL,
	`sums` text NOT NULL,
	`measured` text
);
--> statement-breakpoint
CREATE TABLE `send_times` (
	`newsletter_id` integer NOT NULL,
	`customer_id` integer NOT NULL,
	`minute` integer,
	`is_held_out` integer NOT NULL,
	`answers` integer NOT NULL,
	`since` integer NOT NULL,
	`computed_at` integer NOT NULL,
	PRIMARY KEY(`newsletter_id`, `customer_id`)
);
--> statement-breakpoint
CREATE INDEX `send_times_by_customer` ON `send_times` (`customer_id`);--> statement-breakpoint
CREATE TABLE `breakers` (
	`subject` text PRIMARY KEY NOT NULL,
	`state` text DEFAULT 'closed' NOT NULL,
	`cause` text,
	`failures` integer DEFAULT 0 NOT NULL,
	`rounds` integer DEFAULT 0 NOT NULL,
	`opened_at` integer,
	`probe_at` integer,
	`probe_by` text,
	`detail` text,
	`closed_at` integer
);
--> statement-breakpoint
CREATE TABLE `stream_days` (
	`stream` text NOT NULL,
	`day` text NOT NULL,
	`cap` integer,
	`booked` integer DEFAULT 0 NOT NULL,
	`sent` integer DEFAULT 0 NOT NULL,
	`judged` integer DEFAULT 0 NOT NULL,
	`hard` integer DEFAULT 0 NOT NULL,
	`complained` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`stream`, `day`)
);
--> statement-breakpoint
CREATE INDEX `stream_days_by_day` ON `stream_days` (`day`);--> statement-breakpoint
CREATE TABLE `stream_signals` (
	`stream` text NOT NULL,
	`rule` text NOT NULL,
	`since` integer NOT NULL,
	`hits` integer NOT NULL,
	PRIMARY KEY(`stream`, `rule`)
);
--> statement-breakpoint
CREATE TABLE `streams` (
	`stream` text PRIMARY KEY NOT NULL,
	`used_until` integer DEFAULT 0 NOT NULL,
	`booked_until` integer DEFAULT 0 NOT NULL,
	`per_minute` integer,
	`connections` integer,
	`slowed_until` integer DEFAULT 0 NOT NULL,
	`suspended_until` integer DEFAULT 0 NOT NULL,
	`rule` text
);
--> statement-breakpoint
CREATE TABLE `sms_bindings` (
	`phone_hash` text PRIMARY KEY NOT NULL,
	`sender` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `sms_replies` (
	`sid` text PRIMARY KEY NOT NULL,
	`phone_hash` text NOT NULL,
	`reply` text NOT NULL,
	`at` integer NOT NULL,
	`is_done` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sms_replies_by_phone` ON `sms_replies` (`phone_hash`);--> statement-breakpoint
CREATE INDEX `sms_replies_by_time` ON `sms_replies` (`at`);--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`key_hash` text PRIMARY KEY NOT NULL,
	`body_hash` text NOT NULL,
	`message_id` integer,
	`answer` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `idempotency_keys_by_time` ON `idempotency_keys` (`at`);--> statement-breakpoint
CREATE TABLE `message_data` (
	`message_id` integer PRIMARY KEY NOT NULL,
	`customer_id` integer NOT NULL,
	`data` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `message_data_by_customer` ON `message_data` (`customer_id`);--> statement-breakpoint
CREATE TABLE `trigger_cursors` (
	`log` text PRIMARY KEY NOT NULL,
	`position` integer NOT NULL,
	`day` integer,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `trigger_entries` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`trigger_id` integer NOT NULL,
	`customer_id` integer NOT NULL,
	`entry_key` text NOT NULL,
	`entered_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`log_id` integer NOT NULL,
	`is_held_out` integer DEFAULT 0 NOT NULL,
	`message_id` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `trigger_entries_once` ON `trigger_entries` (`customer_id`,`trigger_id`,`entry_key`);--> statement-breakpoint
CREATE INDEX `trigger_entries_by_trigger` ON `trigger_entries` (`trigger_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `trigger_entries_by_message` ON `trigger_entries` (`message_id`) WHERE message_id is not null;--> statement-breakpoint
CREATE TABLE `triggers` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`code` text NOT NULL,
	`newsletter_id` integer NOT NULL,
	`definition` text NOT NULL,
	`state` text DEFAULT 'draft' NOT NULL,
	`live_since` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `triggers_code_unique` ON `triggers` (`code`);--> statement-breakpoint
CREATE UNIQUE INDEX `triggers_newsletter_id_unique` ON `triggers` (`newsletter_id`);--> statement-breakpoint
CREATE TABLE `voice_calls` (
	`call_sid` text PRIMARY KEY NOT NULL,
	`phone_hash` text NOT NULL,
	`message_id` integer,
	`menu` text DEFAULT '' NOT NULL,
	`version` integer DEFAULT 0 NOT NULL,
	`answered_by` text,
	`turn` integer DEFAULT 0 NOT NULL,
	`step` integer NOT NULL,
	`tries` integer NOT NULL,
	`texts` integer DEFAULT 0 NOT NULL,
	`started_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `voice_calls_by_phone` ON `voice_calls` (`phone_hash`,`started_at`);--> statement-breakpoint
CREATE INDEX `voice_calls_by_time` ON `voice_calls` (`started_at`);--> statement-breakpoint
CREATE TABLE `voice_dials` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`message_id` integer NOT NULL,
	`phone_hash` text NOT NULL,
	`at` integer NOT NULL,
	`day` text NOT NULL,
	`minute_milli` integer NOT NULL,
	`cost_milli` integer NOT NULL,
	`seconds` integer
);
--> statement-breakpoint
CREATE INDEX `voice_dials_by_message` ON `voice_dials` (`message_id`);--> statement-breakpoint
CREATE INDEX `voice_dials_by_phone` ON `voice_dials` (`phone_hash`,`at`);--> statement-breakpoint
CREATE INDEX `voice_dials_by_time` ON `voice_dials` (`at`);--> statement-breakpoint
CREATE TABLE `voice_menus` (
	`code` text NOT NULL,
	`version` integer NOT NULL,
	`flow` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`code`, `version`)
);
--> statement-breakpoint
CREATE TRIGGER `audit_log_no_update` BEFORE UPDATE ON `audit_log` BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `audit_log_no_delete` BEFORE DELETE ON `audit_log` BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
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
