package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.time.Clock;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoutesTest {
    @Test
    void routes_everyOperationOfTheContract_areServed() {
        String path = System.getProperty("seam.openapi");
        assertThat(path)
                .as("system property seam.openapi, the path of openapi/seam.yaml")
                .isNotNull();
        OpenAPI contract = new OpenAPIV3Parser().read(path);

        Set<String> served =
                Routes.of(new Workspace(Clock.systemUTC(), new Random())).keySet();

        assertThat(served)
                .containsExactlyInAnyOrderElementsOf(contract.getPaths().keySet());
        assertThat(contract.getPaths().values())
                .as("the sandbox answers POST only")
                .allSatisfy(item -> assertThat(item.readOperationsMap()).containsOnlyKeys(HttpMethod.POST));
    }
}
