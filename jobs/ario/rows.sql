-- Every transaction and data item that was read, in the order of the output: rowid is a row's rank in it.
SELECT id, height, indexed_at, tag_count, false AS is_data_item FROM l1_transactions
UNION ALL
SELECT id, height, indexed_at, tag_count, true FROM data_items
