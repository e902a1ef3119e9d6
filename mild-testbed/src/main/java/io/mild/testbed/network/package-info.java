/**
 * Flows through network namespaces with limited queues: start reading at {@link
 * io.mild.testbed.network.NetworkScene}.
 */
@NullMarked
package io.mild.testbed.network;

import org.jspecify.annotations.NullMarked;
