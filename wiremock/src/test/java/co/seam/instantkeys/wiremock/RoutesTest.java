package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.oas.models.PathItem.HttpMethod;
import java.time.Clock;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoutesTest {
    @Test
    void routes_everyOperationOfTheContract_areServed() {
        Set<String> served =
                Routes.of(new Workspace(Clock.systemUTC(), new Random())).keySet();

        assertThat(served).containsExactlyInAnyOrderElementsOf(Contract.paths());
        assertThat(Contract.document().getPaths().values())
                .as("the sandbox answers POST only")
                .allSatisfy(item -> assertThat(item.readOperationsMap()).containsOnlyKeys(HttpMethod.POST));
    }
}
