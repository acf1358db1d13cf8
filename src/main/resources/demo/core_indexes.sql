CREATE INDEX stable_blocks_missing_tx_count_idx ON stable_blocks (missing_tx_count);

CREATE INDEX sable_block_transactions_transaction_id_idx ON stable_block_transactions (transaction_id);

CREATE INDEX stable_transactions_id_height_block_transaction_index_idx
  ON stable_transactions (height, block_transaction_index);

CREATE INDEX stable_transactions_target_height_block_transaction_index_idx
  ON stable_transactions (target, height, block_transaction_index);

CREATE INDEX stable_transactions_owner_address_height_block_transaction_index_idx
  ON stable_transactions (owner_address, height, block_transaction_index);

CREATE INDEX stable_transactions_offset_idx ON stable_transactions (offset) WHERE format = 2 AND data_size > 0;

CREATE INDEX stable_transaction_tags_transaction_id_idx ON stable_transaction_tags (transaction_id);
