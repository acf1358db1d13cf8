DROP INDEX stable_transactions_offset_idx;

ALTER TABLE stable_transactions DROP COLUMN offset;
ALTER TABLE stable_transactions DROP COLUMN content_encoding;
ALTER TABLE stable_transactions DROP COLUMN indexed_at;

ALTER TABLE stable_blocks DROP COLUMN usd_to_ar_rate_dividend;
ALTER TABLE stable_blocks DROP COLUMN usd_to_ar_rate_divisor;
ALTER TABLE stable_blocks DROP COLUMN scheduled_usd_to_ar_rate_dividend;
ALTER TABLE stable_blocks DROP COLUMN scheduled_usd_to_ar_rate_divisor;
