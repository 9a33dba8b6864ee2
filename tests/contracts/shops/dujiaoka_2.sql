-- The tables of dujiaoka 2.0.x that matter here, from its documented columns, indexes and collations.
CREATE TABLE orders (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  order_sn VARCHAR(150) CHARACTER SET utf8mb3 COLLATE utf8mb3_unicode_ci NOT NULL,
  goods_id INT NOT NULL,
  coupon_id INT NULL DEFAULT 0,
  title VARCHAR(200) CHARACTER SET utf8mb3 COLLATE utf8mb3_unicode_ci NOT NULL,
  type TINYINT(1) NOT NULL DEFAULT 1,
  goods_price DECIMAL(10,2) NOT NULL DEFAULT 0,
  buy_amount INT NOT NULL DEFAULT 1,
  coupon_discount_price DECIMAL(10,2) NOT NULL DEFAULT 0,
  wholesale_discount_price DECIMAL(10,2) NOT NULL DEFAULT 0,
  total_price DECIMAL(10,2) NOT NULL DEFAULT 0,
  actual_price DECIMAL(10,2) NOT NULL DEFAULT 0,
  search_pwd VARCHAR(200) CHARACTER SET utf8mb3 COLLATE utf8mb3_unicode_ci DEFAULT '',
  email VARCHAR(200) CHARACTER SET utf8mb3 COLLATE utf8mb3_unicode_ci NOT NULL,
  info TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
  pay_id INT NULL,
  buy_ip VARCHAR(50) CHARACTER SET utf8mb3 COLLATE utf8mb3_unicode_ci NOT NULL DEFAULT '',
  trade_no VARCHAR(200) CHARACTER SET utf8mb3 COLLATE utf8mb3_unicode_ci DEFAULT '',
  status TINYINT(1) NOT NULL DEFAULT 1,
  coupon_ret_back TINYINT(1) NOT NULL DEFAULT 0,
  created_at TIMESTAMP NULL DEFAULT NULL,
  updated_at TIMESTAMP NULL DEFAULT NULL,
  deleted_at TIMESTAMP NULL DEFAULT NULL,
  UNIQUE KEY idx_order_sn (order_sn),
  KEY idx_goods_id (goods_id),
  KEY idex_email (email)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_unicode_ci;

CREATE TABLE carmis (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  goods_id INT NOT NULL,
  status TINYINT(1) NOT NULL DEFAULT 1,
  is_loop TINYINT(1) NOT NULL DEFAULT 0,
  carmi TEXT CHARACTER SET utf8mb3 COLLATE utf8mb3_unicode_ci NOT NULL,
  created_at TIMESTAMP NULL DEFAULT NULL,
  updated_at TIMESTAMP NULL DEFAULT NULL,
  deleted_at TIMESTAMP NULL DEFAULT NULL,
  KEY idx_goods_id (goods_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_unicode_ci;

CREATE TABLE goods (
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  gd_name VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL,
  actual_price DECIMAL(10,2) NOT NULL DEFAULT 0,
  in_stock INT NOT NULL DEFAULT 0,
  sales_volume INT DEFAULT 0,
  type TINYINT(1) NOT NULL DEFAULT 1,
  api_hook TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
  is_open TINYINT(1) NOT NULL DEFAULT 1,
  created_at TIMESTAMP NULL DEFAULT NULL,
  updated_at TIMESTAMP NULL DEFAULT NULL,
  deleted_at TIMESTAMP NULL DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_unicode_ci;
