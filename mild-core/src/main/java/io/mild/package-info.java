/**
 * Predicts which intent of a service will fail, its root cause, why, and how much time is left.
 *
 * <p>Start reading at {@link Mild}: train or load one, open a stream, hand it one row of KPIs a
 * minute. Nothing in scoring reads a clock: time is data.
 */
@NullMarked
package io.mild;

import org.jspecify.annotations.NullMarked;
