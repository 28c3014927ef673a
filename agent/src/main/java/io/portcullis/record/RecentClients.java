package io.portcullis.record;

import io.portcullis.engine.Caller;
import io.portcullis.gate.AdmissionListener;
import io.portcullis.ip.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The clients that were let through lately, by tenant: at least the last {@value #DISTINCT}
 * different ones of each. Thread-safe.
 *
 * <p>A request thread takes no lock. For a client that is known it reads one slot of a table and
 * adds one; a client that is new costs one object. A table that is full is put behind a new one,
 * twice as large up to a bound, and a client that comes again is entered anew there. So no slot is
 * ever freed, and what lies behind a whole table of {@value #DISTINCT} can be dropped:
 *
 * <pre>
 *   now → [filling] → [at least 10,000 different] → dropped
 * </pre>
 */
public final class RecentClients implements AdmissionListener {
  /** How many different clients of a tenant are known for sure. */
  public static final int DISTINCT = 10_000;

  /** The most clients that are held for all tenants together, so that memory has a bound. */
  static final int MOST = 400_000;

  private static final int FIRST_SLOTS = 256;
  private static final int MOST_SLOTS = 1 << 15;

  // Sparse, so that a place is found at the first tries.
  private static final int MOST_ENTERED = 10_240;
  private static final int TRIES = 32;

  /** One client, and how often it was let through. Immutable but for the count. */
  public static final class Client {
    private static final AtomicLongFieldUpdater<Client> COUNT =
        AtomicLongFieldUpdater.newUpdater(Client.class, "count");

    private final IpAddress address;
    private final Caller caller;
    private volatile long count;

    private Client(IpAddress address, Caller caller, long count) {
      this.address = address;
      this.caller = caller;
      this.count = count;
    }

    public IpAddress address() {
      return address;
    }

    public Caller caller() {
      return caller;
    }

    /** How often it was let through since it was entered. */
    public long count() {
      return count;
    }

    private boolean is(IpAddress other, Caller as) {
      return address.equals(other) && (caller == as || caller.equals(as));
    }
  }

  /** A table that is only ever filled, and those that were full before it. */
  private static final class Generation {
    final AtomicReferenceArray<Client> slots;
    final AtomicInteger entered = new AtomicInteger();
    volatile @Nullable Generation before;

    Generation(int size, @Nullable Generation before) {
      this.slots = new AtomicReferenceArray<>(size);
      this.before = before;
    }

    boolean isFull() {
      return entered.get() >= Math.min(slots.length() / 2, MOST_ENTERED);
    }
  }

  /** The tables of one tenant. */
  private static final class Window {
    static final AtomicReferenceFieldUpdater<Window, Generation> NEWEST =
        AtomicReferenceFieldUpdater.newUpdater(Window.class, Generation.class, "newest");

    volatile Generation newest = new Generation(FIRST_SLOTS, null);
  }

  private final ConcurrentHashMap<String, Window> tenants = new ConcurrentHashMap<>();
  private final AtomicInteger held = new AtomicInteger();
  private volatile boolean missed;

  // Nobody can choose addresses that fall on one slot.
  private final int seed = new Random().nextInt();

  @Override
  public void admitted(IpAddress client, Caller caller) {
    String tenant = caller.hasTenant() ? caller.tenant() : "";
    Window window = tenants.get(tenant);
    if (window == null) {
      Window made = new Window();
      Window other = tenants.putIfAbsent(tenant, made);
      window = other == null ? made : other;
    }
    for (int round = 0; round < TRIES; round++) {
      Generation table = window.newest;
      if (enter(client, caller, table)) {
        return;
      }
      turn(window, table);
    }
  }

  /** Whether the client is counted; not where the table has no place for it. */
  private boolean enter(IpAddress client, Caller caller, Generation table) {
    AtomicReferenceArray<Client> slots = table.slots;
    int mask = slots.length() - 1;
    int at = hash(client, caller);
    for (int tried = 0; tried < TRIES; tried++, at++) {
      Client there = slots.get(at & mask);
      if (there == null) {
        if (table.isFull()) {
          return false;
        }
        if (held.get() >= MOST) {
          missed = true;
          return true;
        }
        Client made = new Client(client, caller, 1);
        if (slots.compareAndSet(at & mask, null, made)) {
          table.entered.incrementAndGet();
          held.incrementAndGet();
          return true;
        }
        there = slots.get(at & mask);
      }
      if (there.is(client, caller)) {
        Client.COUNT.incrementAndGet(there);
        return true;
      }
    }
    return false;
  }

  private int hash(IpAddress client, Caller caller) {
    int hash = client.hashCode() ^ seed;
    if (caller.hasKey()) {
      hash += 31 * caller.key().hashCode();
    }
    if (caller.hasProgram()) {
      hash += 37 * caller.program().hashCode();
    }
    hash *= 0x9e3779b9;
    return hash ^ hash >>> 15;
  }

  /** Puts a new table before a full one; whoever comes second finds it done. */
  private void turn(Window window, Generation full) {
    int size = Math.min(MOST_SLOTS, full.slots.length() * 2);
    Generation next = new Generation(size, full);
    if (!Window.NEWEST.compareAndSet(window, full, next)) {
      return;
    }
    boolean enough = full.entered.get() >= DISTINCT || held.get() > MOST / 2;
    Generation dropped = enough ? full.before : null;
    if (enough) {
      full.before = null;
    }
    for (Generation one = dropped; one != null; one = one.before) {
      held.addAndGet(-one.entered.get());
    }
  }

  /**
   * The clients of a tenant, each once with all its counts, the oldest first; {@code ""} is for
   * those without a tenant.
   */
  public List<Client> of(String tenant) {
    Window window = tenants.get(tenant);
    List<Generation> tables = new ArrayList<>();
    for (Generation one = window == null ? null : window.newest; one != null; one = one.before) {
      tables.add(0, one);
    }
    Map<List<Object>, Client> found = new LinkedHashMap<>();
    for (Generation table : tables) {
      for (int i = 0; i < table.slots.length(); i++) {
        Client client = table.slots.get(i);
        if (client != null) {
          List<Object> key = new ArrayList<>(2);
          key.add(client.address);
          key.add(client.caller);
          Client before = found.remove(key);
          long count = client.count + (before == null ? 0 : before.count);
          found.put(key, new Client(client.address, client.caller, count));
        }
      }
    }
    return new ArrayList<>(found.values());
  }

  /** Whether clients were left out, since all tenants together had too many. */
  public boolean isMissingSome() {
    return missed;
  }

  /** The tenants that clients were let through for; {@code ""} where it was for none. */
  public List<String> tenants() {
    return new ArrayList<>(tenants.keySet());
  }
}
