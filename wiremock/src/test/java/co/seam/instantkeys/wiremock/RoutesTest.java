package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.oas.models.PathItem.HttpMethod;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoutesTest {
    @Test
    void routes_everyOperationOfTheContract_areServed() {
        Ids ids = Ids.random();
        Workspace workspace = new Workspace(
                new SandboxClock(Clock.systemUTC()),
                new Hotel(SandboxProperty.SMALL_HOTEL, ids, Instant.EPOCH),
                ids,
                ids,
                Set.of());

        Set<String> served = new Routes(workspace).paths();

        assertThat(served).containsExactlyInAnyOrderElementsOf(Contract.paths());
        assertThat(Contract.document().getPaths().values())
                .as("the contract has POST only; Route adds the other methods")
                .allSatisfy(item -> assertThat(item.readOperationsMap()).containsOnlyKeys(HttpMethod.POST));
    }
}
