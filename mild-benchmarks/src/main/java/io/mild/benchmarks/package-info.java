/**
 * The laboratory's command line: experiment, speed, transfer, scaling.
 *
 * <p>Start reading at {@link LabCommand}; each command is a class that says what it takes and does.
 */
@NullMarked
package io.mild.benchmarks;

import org.jspecify.annotations.NullMarked;
