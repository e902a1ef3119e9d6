/**
 * A KPI that changes for good, and what training anew is worth then. Start reading at {@link
 * io.mild.benchmarks.regime.RegimeChange}.
 */
@NullMarked
package io.mild.benchmarks.regime;

import org.jspecify.annotations.NullMarked;
