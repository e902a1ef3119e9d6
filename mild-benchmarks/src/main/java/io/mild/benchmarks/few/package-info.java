/**
 * What models are worth with one to ten failures to learn from: histories that are drawn to hold
 * exactly so many, and what comes of them (docs/benchmark.md §6).
 *
 * <p>Start reading at {@link io.mild.benchmarks.few.FewFailures}; a {@link
 * io.mild.benchmarks.few.Stretch} is what histories are put together from.
 */
@NullMarked
package io.mild.benchmarks.few;

import org.jspecify.annotations.NullMarked;
