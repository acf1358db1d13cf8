SELECT count(*) AS faults, min('table ' || source || ', row ' || lower(hex(id)) || ', tag ' || tag_index) AS example
FROM (
    SELECT 'stable_transaction_tags' AS source, t.transaction_id AS id, t.transaction_tag_index AS tag_index
    FROM l1_tags t
    LEFT JOIN l1_tag_names n ON n.hash = t.tag_name_hash
    LEFT JOIN l1_tag_values v ON v.hash = t.tag_value_hash
    WHERE n.hash IS NULL OR v.hash IS NULL
    UNION ALL
    SELECT 'stable_data_item_tags', t.data_item_id, t.data_item_tag_index
    FROM item_tags t
    LEFT JOIN item_tag_names n ON n.hash = t.tag_name_hash
    LEFT JOIN item_tag_values v ON v.hash = t.tag_value_hash
    WHERE n.hash IS NULL OR v.hash IS NULL
)
