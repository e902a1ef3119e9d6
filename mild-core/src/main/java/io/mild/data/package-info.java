/**
 * Histories of KPIs and logs of failures, from CSV files or from memory, and what is wrong with a
 * file. Begin with {@link io.mild.data.KpiHistory} and {@link io.mild.data.FailureLog}.
 */
@NullMarked
package io.mild.data;

import org.jspecify.annotations.NullMarked;
