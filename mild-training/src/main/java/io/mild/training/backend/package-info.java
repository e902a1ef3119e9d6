/**
 * What trainings run on: whether ND4J is there and its threads ({@link BackEnd}), and its arrays,
 * copies and products without garbage.
 */
@NullMarked
package io.mild.training.backend;

import org.jspecify.annotations.NullMarked;
