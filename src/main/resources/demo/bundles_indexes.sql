CREATE INDEX stable_data_items_height_block_transaction_index_id_idx
  ON stable_data_items (height, block_transaction_index, id);

CREATE INDEX stable_data_items_target_height_block_transaction_index_id_idx
  ON stable_data_items (target, height, block_transaction_index, id);

CREATE INDEX stable_data_items_owner_address_height_block_transaction_index_id_idx
  ON stable_data_items (owner_address, height, block_transaction_index, id);

CREATE INDEX stable_data_items_parent_id_height_block_transaction_index_id_idx
  ON stable_data_items (parent_id, height, block_transaction_index, id);

CREATE INDEX stable_data_items_indexed_at_idx ON stable_data_items (indexed_at);

CREATE INDEX stable_data_item_tags_data_item_id_idx ON stable_data_item_tags (data_item_id);
