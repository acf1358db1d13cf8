-- The tables of a gateway's core database that the export reads, with their indexes.
CREATE TABLE wallets (
    address BLOB PRIMARY KEY, public_modulus BLOB);
CREATE TABLE tag_names (
    hash BLOB PRIMARY KEY, name BLOB NOT NULL);
CREATE TABLE tag_values (
    hash BLOB PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE stable_blocks (
    height INTEGER PRIMARY KEY, indep_hash BLOB UNIQUE, previous_block BLOB, nonce BLOB NOT NULL, hash BLOB
    NOT NULL, block_timestamp INTEGER NOT NULL, diff TEXT NOT NULL, cumulative_diff TEXT, last_retarget
    INTEGER NOT NULL, reward_addr BLOB, reward_pool TEXT NOT NULL, block_size INTEGER NOT NULL, weave_size
    INTEGER NOT NULL, usd_to_ar_rate_dividend INTEGER, usd_to_ar_rate_divisor INTEGER,
    scheduled_usd_to_ar_rate_dividend INTEGER, scheduled_usd_to_ar_rate_divisor INTEGER, hash_list_merkle
    BLOB, wallet_list BLOB, tx_root BLOB, tx_count INTEGER NOT NULL, missing_tx_count INTEGER NOT NULL);
CREATE TABLE stable_block_transactions (
    block_indep_hash BYTEA, transaction_id BYTEA NOT NULL, block_transaction_index INTEGER NOT NULL, PRIMARY
    KEY (block_indep_hash, transaction_id, block_transaction_index));
CREATE TABLE stable_transactions (
    id BLOB PRIMARY KEY, height INTEGER NOT NULL, block_transaction_index INTEGER NOT NULL, signature BLOB,
    format INTEGER NOT NULL, last_tx BLOB NOT NULL, owner_address BLOB NOT NULL, target BLOB, quantity TEXT
    NOT NULL, reward TEXT NOT NULL, data_size INTEGER, data_root BLOB, content_type TEXT, tag_count INTEGER
    NOT NULL, offset INTEGER, content_encoding TEXT, indexed_at INTEGER);
CREATE TABLE stable_transaction_tags (
    tag_name_hash BLOB NOT NULL, tag_value_hash BLOB NOT NULL, height INTEGER NOT NULL,
    block_transaction_index INTEGER NOT NULL, transaction_tag_index INTEGER NOT NULL, transaction_id BLOB NOT
    NULL, PRIMARY KEY (tag_name_hash, tag_value_hash, height, block_transaction_index,
    transaction_tag_index));
CREATE INDEX stable_blocks_missing_tx_count_idx
    ON stable_blocks (missing_tx_count);
CREATE INDEX sable_block_transactions_transaction_id_idx
    ON stable_block_transactions (transaction_id);
CREATE INDEX stable_transactions_id_height_block_transaction_index_idx
    ON stable_transactions (height, block_transaction_index);
CREATE INDEX stable_transactions_target_height_block_transaction_index_idx
    ON stable_transactions (target, height, block_transaction_index);
CREATE INDEX stable_transactions_owner_address_height_block_transaction_index_idx
    ON stable_transactions (owner_address, height, block_transaction_index);
CREATE INDEX stable_transactions_offset_idx
    ON stable_transactions (offset) WHERE format = 2 AND data_size > 0;
CREATE INDEX stable_transaction_tags_transaction_id_idx
    ON stable_transaction_tags (transaction_id);
