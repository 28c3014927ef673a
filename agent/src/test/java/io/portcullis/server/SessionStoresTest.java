package io.portcullis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionStoresTest {
  @Test
  void everyDeploymentIsShownWithItsStore() throws Exception {
    SessionStores stores = new SessionStores();
    Object store = new Object();
    List<Object> deployments = List.of("one", "two");
    deployments.forEach(d -> stores.add(d, store));
    List<Object> seen = new ArrayList<>();
    stores.visit(
        (deployment, its) -> {
          seen.add(deployment);
          assertThat(its).isSameAs(store);
        });
    assertThat(seen).isEqualTo(deployments);
  }

  @Test
  void whatWasMissedIsMissedForGood() {
    SessionStores stores = new SessionStores();
    assertThat(stores.isComplete()).isTrue();
    stores.missedSome();
    stores.add("deployment", "store");
    assertThat(stores.isComplete()).isFalse();
  }
}
