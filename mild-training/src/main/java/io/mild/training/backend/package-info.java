/**
 * What trainings run on: whether ND4J is there and its threads ({@link BackEnd}), and matrices,
 * copies and products without garbage, by ND4J or by our kernels ({@link Arithmetic}).
 */
@NullMarked
package io.mild.training.backend;

import org.jspecify.annotations.NullMarked;
