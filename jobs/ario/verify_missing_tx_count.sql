SELECT b.height AS key,
       'height ' || b.height || ': tx_count ' || b.tx_count || ', rows ' || coalesce(t.rows, 0) AS example
FROM blocks b
LEFT JOIN (SELECT height, count(*) AS rows FROM transactions WHERE NOT is_data_item GROUP BY ALL) t
    ON t.height = b.height
WHERE (SELECT "includeL1Transactions" FROM options) = 'true'
    AND coalesce(t.rows, 0) BETWEEN b.tx_count - coalesce(b.missing_tx_count, 0) AND b.tx_count - 1
