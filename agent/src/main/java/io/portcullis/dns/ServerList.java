package io.portcullis.dns;

import java.net.InetSocketAddress;
import java.util.List;

/** The servers to ask, in the order in which they are asked. */
interface ServerList {
  List<InetSocketAddress> servers();
}
