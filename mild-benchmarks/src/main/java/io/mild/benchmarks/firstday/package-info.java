/**
 * The first day of a system: what goals foretell before anything was learned of their breaks, and
 * what rules and forests do.
 *
 * <p>Start reading at {@link FirstDays}.
 */
@NullMarked
package io.mild.benchmarks.firstday;

import org.jspecify.annotations.NullMarked;
