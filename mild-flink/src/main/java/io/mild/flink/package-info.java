/**
 * Streams by key as an operator of Apache Flink. Start reading at {@link io.mild.flink.MildFlink}.
 */
@NullMarked
package io.mild.flink;

import org.jspecify.annotations.NullMarked;
