-- A tag belongs to the row that its id names; height and indexed_at are that row's.
SELECT r.height, r.id, t.transaction_tag_index AS tag_index, r.indexed_at, n.name AS tag_name, v.value AS tag_value,
       false AS is_data_item
FROM l1_tags t
JOIN l1_transactions r ON r.id = t.transaction_id
LEFT JOIN l1_tag_names n ON n.hash = t.tag_name_hash
LEFT JOIN l1_tag_values v ON v.hash = t.tag_value_hash
UNION ALL
SELECT r.height, r.id, t.data_item_tag_index, r.indexed_at, n.name, v.value, true
FROM item_tags t
JOIN data_items r ON r.id = t.data_item_id
LEFT JOIN item_tag_names n ON n.hash = t.tag_name_hash
LEFT JOIN item_tag_values v ON v.hash = t.tag_value_hash
