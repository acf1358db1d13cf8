package dev.exporter.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnHostsTests {
    @Test
    void theNameThatItListensAtIsItsOwn() {
        OwnHosts hosts = new OwnHosts(List.of("Exporter.example"), "MyHost");

        assertThat(hosts.holds("myhost", "192.0.2.7")).isTrue();
        assertThat(hosts.holds("MYHOST", "192.0.2.7")).isTrue();
        assertThat(hosts.holds("exporter.EXAMPLE", "192.0.2.7")).isTrue();
        assertThat(hosts.holds("192.0.2.7", "192.0.2.7")).isTrue();
        assertThat(hosts.holds("myhost.evil.example", "192.0.2.7")).isFalse();
        assertThat(hosts.holds("192.0.2.8", "192.0.2.7")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[2001:db8::5]", "[2001:DB8:0:0::5]", "[2001:db8:0:0:0:0:0:5]", "[2001:0db8::0005]"})
    void anAddressOfIpv6IsTheSameHoweverItIsWritten(String name) {
        assertThat(new OwnHosts(List.of(), "::").holds(name, "2001:db8:0:0:0:0:0:5"))
                .isTrue();
        assertThat(new OwnHosts(List.of(), "2001:db8::5").holds(name, "192.0.2.7"))
                .isTrue();
        assertThat(new OwnHosts(List.of("[2001:db8::5]"), "0.0.0.0").holds(name, "192.0.2.7"))
                .isTrue();
        assertThat(new OwnHosts(List.of(), "::").holds(name, "2001:db8:0:0:0:0:0:6"))
                .isFalse();
    }

    @Test
    void anAddressOfOneNetworkCardIsKnownWithoutItsName() {
        assertThat(new OwnHosts(List.of(), "::").holds("[fe80::1]", "fe80:0:0:0:0:0:0:1%eth0"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "[::]", "", "[", "[]", "[x]", "[::1", ":", "[1:2]", "[::1].evil.example"})
    void whatNamesNoHostOfItsOwnIsNone(String name) {
        assertThat(new OwnHosts(List.of(), "0.0.0.0").holds(name, "192.0.2.7")).isFalse();
        assertThat(new OwnHosts(List.of(), "::").holds(name, "192.0.2.7")).isFalse();
    }
}
