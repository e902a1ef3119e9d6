/**
 * Systems that are nowhere, for who has no Prometheus at hand: a page with an incident within a
 * minute.
 */
@NullMarked
package io.mild.server.example;

import org.jspecify.annotations.NullMarked;
