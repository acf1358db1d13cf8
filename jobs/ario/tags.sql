-- A tag belongs to the row that its id names; height and indexed_at are that row's.
SELECT r.height, r.id, t.transaction_tag_index AS tag_index, r.indexed_at, n.name AS tag_name, v.value AS tag_value,
       false AS is_data_item,
       (r.rowid << 32) + t.transaction_tag_index AS position,
       n.hash IS NULL OR v.hash IS NULL AS is_missing,
       t.height AS own_height
FROM l1_tags t
JOIN rows r ON r.id = t.transaction_id AND r.layer = 1
LEFT JOIN l1_tag_names n ON n.hash = t.tag_name_hash
LEFT JOIN l1_tag_values v ON v.hash = t.tag_value_hash
UNION ALL
SELECT r.height, r.id, t.data_item_tag_index, r.indexed_at, n.name, v.value,
       true,
       (r.rowid << 32) + t.data_item_tag_index,
       n.hash IS NULL OR v.hash IS NULL,
       t.height
FROM item_tags t
JOIN rows r ON r.id = t.data_item_id AND r.layer = 2
LEFT JOIN item_tag_names n ON n.hash = t.tag_name_hash
LEFT JOIN item_tag_values v ON v.hash = t.tag_value_hash
