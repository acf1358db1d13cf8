SELECT t.id, t.indexed_at, t.block_transaction_index, 0 AS is_data_item, t.target, t.quantity, t.reward,
       t.last_tx AS anchor, t.data_size, t.content_type, t.format, t.height, t.owner_address, t.data_root,
       NULL AS parent, t."offset", NULL AS size, NULL AS data_offset, NULL AS owner_offset, NULL AS owner_size,
       w.public_modulus AS owner, NULL AS signature_offset, NULL AS signature_size, NULL AS signature_type,
       t.id AS root_transaction_id, NULL AS root_parent_offset, t.tag_count, t.content_encoding, t.signature
FROM l1_transactions t
LEFT JOIN l1_wallets w ON w.address = t.owner_address AND octet_length(w.public_modulus) <= 64
WHERE t.height BETWEEN ?1 AND ?2
