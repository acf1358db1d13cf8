-- A tag belongs to the row that its id names, and its height is that row's.
SELECT r.height, r.id, t.transaction_tag_index AS tag_index, r.indexed_at,
       (SELECT name FROM core.tag_names n WHERE n.hash = t.tag_name_hash) AS tag_name,
       (SELECT value FROM core.tag_values v WHERE v.hash = t.tag_value_hash) AS tag_value, 0 AS is_data_item
FROM core.stable_transactions r
CROSS JOIN core.stable_transaction_tags t ON t.transaction_id = r.id
WHERE r.height BETWEEN :first AND :last AND :layer1
UNION ALL
SELECT r.height, r.id, t.data_item_tag_index, r.indexed_at,
       (SELECT name FROM bundles.tag_names n WHERE n.hash = t.tag_name_hash),
       (SELECT value FROM bundles.tag_values v WHERE v.hash = t.tag_value_hash), 1
FROM bundles.stable_data_items r
CROSS JOIN bundles.stable_data_item_tags t ON t.data_item_id = r.id
WHERE r.height BETWEEN :first AND :last
