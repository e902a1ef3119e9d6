/**
 * A shop of three services, its users, and what disturbs them, a process each: start reading at
 * {@link io.mild.testbed.shop.ShopScene}.
 */
@NullMarked
package io.mild.testbed.shop;

import org.jspecify.annotations.NullMarked;
