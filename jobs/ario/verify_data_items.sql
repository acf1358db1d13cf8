SELECT i.id, i.indexed_at, i.block_transaction_index, 1 AS is_data_item, i.target, NULL AS quantity, NULL AS reward,
       i.anchor, i.data_size, i.content_type, NULL AS format, i.height, i.owner_address, NULL AS data_root,
       i.parent_id AS parent, i."offset", i.size, i.data_offset, i.owner_offset, i.owner_size,
       w.public_modulus AS owner, i.signature_offset, i.signature_size, i.signature_type,
       i.root_transaction_id, i.root_parent_offset, i.tag_count, i.content_encoding, i.signature
FROM data_items i
LEFT JOIN item_wallets w ON w.address = i.owner_address AND octet_length(w.public_modulus) <= 64
WHERE i.height BETWEEN ?1 AND ?2
