package co.seam.instantkeys.consumers

import co.seam.instantkeys.Seam
import co.seam.instantkeys.generated.model.CreateUserIdentityRequest
import co.seam.instantkeys.wiremock.SeamSandbox
import java.net.InetAddress
import java.net.ServerSocket
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.runInterruptible
import kotlinx.coroutines.withTimeoutOrNull
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** A blocking call of the SDK, as a suspending one. */
private suspend fun <T> Seam.call(call: Seam.() -> T): T =
    runInterruptible(Dispatchers.IO) { Seam.interruptibly { call() } }

/** The overload that the compiler takes states what it knows; without our annotations, it could take either: an error. */
private fun isNullable(@Suppress("unused") values: MutableList<String>) = false

@JvmName("isNullableOfNullable")
private fun isNullable(@Suppress("unused") values: MutableList<String?>) = true

class GuestsTest {
    @Test
    fun `create, 20 at once, suspends until each is there`() {
        withSandbox { seam ->
            val guests = runBlocking { (1..20).map { number -> async { seam.call { create("guest $number") } } }.awaitAll() }

            assertEquals(20, guests.toSet().size)
        }
    }

    @Test
    fun `getters, strict nullness, are as annotated`() {
        withSandbox { seam ->
            val guest = seam.userIdentities().get(seam.create("Jane Doe"))
            val id = mutableListOf(guest.userIdentityId)
            val fullName = mutableListOf(guest.fullName)

            assertFalse(isNullable(id))
            assertTrue(isNullable(fullName))
        }
    }

    @Test
    fun `withTimeoutOrNull, server that never responds, is null`() {
        withSilentServer { seam ->
            val workspace = runBlocking { withTimeoutOrNull(300) { seam.call { workspaces().get() } } }

            assertNull(workspace)
        }
    }

    @Test
    fun `cancel, server that never responds, ends the call`() {
        withSilentServer { seam ->
            runBlocking {
                val call = launch { seam.call { workspaces().get() } }
                delay(300)
                call.cancelAndJoin()

                assertTrue(call.isCancelled)
            }
        }
    }

    private fun Seam.create(name: String): String = userIdentities().create(
        CreateUserIdentityRequest.builder().fullName(name).build()
    ).userIdentityId

    private fun withSandbox(test: (Seam) -> Unit) = SeamSandbox.start().use { sandbox ->
        Seam.builder().apiKey(sandbox.apiKey()).endpoint(sandbox.endpoint()).build().use(test)
    }

    /** Connections are accepted by the operating system, and by nobody else. */
    private fun withSilentServer(test: (Seam) -> Unit) =
        ServerSocket(0, 50, InetAddress.getLoopbackAddress()).use { server ->
            Seam.builder().apiKey("seam_consumer").endpoint("http://127.0.0.1:${server.localPort}").build().use(test)
        }
}
