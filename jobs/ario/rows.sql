-- Every transaction and data item that was read, in the order of the output: rowid is a row's rank in it. The layer is a
-- number and not a flag, since DuckDB estimates how many rows equal a value from how many values there are.
SELECT id, height, indexed_at, tag_count, 1 AS layer FROM l1_transactions
UNION ALL
SELECT id, height, indexed_at, tag_count, 2 FROM data_items
