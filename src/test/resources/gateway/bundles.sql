-- The tables of a gateway's bundles database that the export reads, with their indexes.
CREATE TABLE wallets (
    address BLOB PRIMARY KEY, public_modulus BLOB);
CREATE TABLE tag_names (
    hash BLOB PRIMARY KEY, name BLOB NOT NULL);
CREATE TABLE tag_values (
    hash BLOB PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE stable_data_items (
    id BLOB NOT NULL, parent_id BLOB NOT NULL, root_transaction_id BLOB NOT NULL, height INTEGER NOT NULL,
    block_transaction_index INTEGER NOT NULL, signature BLOB, anchor BLOB NOT NULL, owner_address BLOB NOT
    NULL, target BLOB, data_offset INTEGER NOT NULL, data_size INTEGER NOT NULL, content_type TEXT, tag_count
    INTEGER NOT NULL, indexed_at INTEGER NOT NULL, signature_type INTEGER, offset INTEGER, size INTEGER,
    owner_offset INTEGER, owner_size INTEGER, signature_offset INTEGER, signature_size INTEGER,
    content_encoding TEXT, root_parent_offset INTEGER, PRIMARY KEY (id));
CREATE TABLE stable_data_item_tags (
    tag_name_hash BLOB NOT NULL, tag_value_hash BLOB NOT NULL, height INTEGER NOT NULL,
    block_transaction_index INTEGER NOT NULL, data_item_tag_index INTEGER NOT NULL, data_item_id BLOB NOT
    NULL, parent_id BLOB NOT NULL, root_transaction_id BLOB NOT NULL, PRIMARY KEY (tag_name_hash,
    tag_value_hash, height, block_transaction_index, data_item_id, data_item_tag_index));
CREATE INDEX stable_data_items_height_block_transaction_index_id_idx
    ON stable_data_items (height, block_transaction_index, id);
CREATE INDEX stable_data_items_target_height_block_transaction_index_id_idx
    ON stable_data_items (target, height, block_transaction_index, id);
CREATE INDEX stable_data_items_owner_address_height_block_transaction_index_id_idx
    ON stable_data_items (owner_address, height, block_transaction_index, id);
CREATE INDEX stable_data_items_parent_id_height_block_transaction_index_id_idx
    ON stable_data_items (parent_id, height, block_transaction_index, id);
CREATE INDEX stable_data_items_indexed_at_idx
    ON stable_data_items (indexed_at);
CREATE INDEX stable_data_item_tags_data_item_id_idx
    ON stable_data_item_tags (data_item_id);
