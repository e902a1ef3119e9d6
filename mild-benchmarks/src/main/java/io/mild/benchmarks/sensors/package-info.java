/** What a model's alerts are worth while one KPI's sensor is broken. */
@NullMarked
package io.mild.benchmarks.sensors;

import org.jspecify.annotations.NullMarked;
