/**
 * Models on recordings of the testbed: what is learned of one recording for another of the same
 * scene, by MILD, by its rivals, and by what needs no failure.
 *
 * <p>Start reading at {@link TestbedStudy}.
 */
@NullMarked
package io.mild.benchmarks.testbed;

import org.jspecify.annotations.NullMarked;
