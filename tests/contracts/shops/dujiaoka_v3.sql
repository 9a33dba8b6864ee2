-- The tables of dujiaoka V3 that matter here, from its documented columns, indexes and collations.
CREATE TABLE orders (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  order_sn VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL UNIQUE,
  user_id BIGINT UNSIGNED DEFAULT NULL,
  email VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL,
  total_price DECIMAL(10,2) NOT NULL DEFAULT 0,
  actual_price DECIMAL(10,2) NOT NULL DEFAULT 0,
  status TINYINT NOT NULL DEFAULT 1,
  pay_id INT DEFAULT NULL,
  payment_method TINYINT NOT NULL DEFAULT 1,
  balance_used DECIMAL(10,2) NOT NULL DEFAULT 0,
  search_pwd VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '',
  buy_ip VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL DEFAULT '',
  trade_no VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT NULL,
  created_at TIMESTAMP NULL DEFAULT NULL,
  updated_at TIMESTAMP NULL DEFAULT NULL,
  deleted_at TIMESTAMP NULL DEFAULT NULL,
  KEY orders_email_index (email),
  KEY orders_status_index (status)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_unicode_ci;

CREATE TABLE order_items (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  order_id BIGINT UNSIGNED NOT NULL,
  goods_id INT NOT NULL,
  sub_id INT DEFAULT NULL,
  goods_name VARCHAR(200) NOT NULL,
  unit_price DECIMAL(10,2) NOT NULL,
  quantity INT NOT NULL,
  subtotal DECIMAL(10,2) NOT NULL,
  info TEXT,
  type TINYINT NOT NULL DEFAULT 1,
  created_at TIMESTAMP NULL DEFAULT NULL,
  updated_at TIMESTAMP NULL DEFAULT NULL,
  KEY order_items_order_id_foreign (order_id),
  KEY order_items_goods_id_index (goods_id),
  CONSTRAINT order_items_order_id_foreign FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE carmis (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  goods_id INT NOT NULL,
  sub_id INT DEFAULT NULL,
  status TINYINT(1) NOT NULL DEFAULT 1,
  is_loop TINYINT(1) NOT NULL DEFAULT 0,
  carmi TEXT CHARACTER SET utf8mb3 COLLATE utf8mb3_unicode_ci NOT NULL,
  info VARCHAR(200) DEFAULT NULL,
  created_at TIMESTAMP NULL DEFAULT NULL,
  updated_at TIMESTAMP NULL DEFAULT NULL,
  deleted_at TIMESTAMP NULL DEFAULT NULL,
  KEY idx_goods_id (goods_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_unicode_ci;

CREATE TABLE goods (
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  gd_name VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL,
  sales_volume INT DEFAULT 0,
  type TINYINT(1) NOT NULL DEFAULT 1,
  api_hook TINYINT UNSIGNED NULL DEFAULT 0,
  is_open TINYINT(1) NOT NULL DEFAULT 1,
  created_at TIMESTAMP NULL DEFAULT NULL,
  updated_at TIMESTAMP NULL DEFAULT NULL,
  deleted_at TIMESTAMP NULL DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_unicode_ci;

CREATE TABLE goods_sub (
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  goods_id INT DEFAULT NULL,
  price DECIMAL(10,2) DEFAULT NULL,
  name VARCHAR(255) DEFAULT NULL,
  stock INT DEFAULT NULL,
  sales_volume INT DEFAULT NULL,
  KEY good_id (goods_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
