package co.seam.instantkeys.wiremock;

import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import java.util.function.Supplier;

/** What goes wrong with a call. */
interface InjectedFault {
    /**
     * @param process processes the call and returns the answer as it would be sent; not called where the server is to do
     *     nothing
     * @return what to send instead
     */
    ResponseDefinition apply(Supplier<ResponseDefinition> process, String requestId);
}
