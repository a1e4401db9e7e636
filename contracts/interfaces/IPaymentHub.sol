// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1363Receiver} from "@openzeppelin/contracts/interfaces/IERC1363Receiver.sol";
import {Deal, DealStatus, Opening, Release} from "../types/Deal.sol";
import {Charge, Mandate, MandateState} from "../types/Mandate.sol";
import {Terms} from "../types/Terms.sol";
import {IPaymentHubErrors} from "./IPaymentHubErrors.sol";

/// @title PaymentHub
/// @notice Payments for services in SCV: orders held in escrow, streams that accrue per second, subscriptions that
/// accrue per period, and mandates that let a payee charge a payer's allowance.
///
/// Orders, streams and subscriptions are deals. The id of a deal is its EIP-712 struct hash, without the domain. The hub
/// does not store terms: every call passes the full deal. A deal can be opened only once. Any account can fund it;
/// refunds always go to the payer named in the deal.
///
/// - Order: the payee delivers by the deadline. The payer then releases the payment, or disputes the delivery within
///   the window. After the window anyone can claim the payment for the payee. Released and awarded amounts are totals
///   that include earlier payments, so a repeated call never pays twice. Anyone can refund an order that was not
///   delivered in time, or a disputed order whose arbiter did not decide within `ARBITRATION_PERIOD`.
/// - Stream, subscription: anyone can claim for the payee what is owed and funded. Either party can cancel. Opening the
///   same deal again tops it up. The amount owed grows over time whether or not it is funded, so a top-up pays arrears
///   first.
/// - Mandate: nothing is escrowed. The payee charges up to `limit` per period until either party revokes the mandate.
///
/// Amounts are base units of SCV, times are seconds since 1970, durations are seconds, and fees are basis points.
/// Batches are all or nothing. Signatures are EIP-712, by a key or by a smart wallet (ERC-1271).
///
/// @dev Where to start reading:
///
/// 1. This interface, `IPaymentHubErrors`, and the data in `types/`: `Deal`, `Terms`, `Escrow` and `Mandate`.
/// 2. `libraries/`: `DealHash` (what the parties sign) and `Accrual` (the amount owed and the fee).
/// 3. `hub/HubBase.sol`: storage, payments out of it, and the shared checks.
/// 4. `PaymentHub.sol` (opening and fees), then `hub/Orders.sol`, `hub/Settlements.sol` and `hub/Mandates.sol`.
///
/// Time limits include their last second: a delivery at the deadline is in time, and a refund is possible one second
/// later. No keeper is needed for safety. The fee is deducted only from payments to the payee, rounded down.
///
/// An address in calldata with more than 160 bits reverts with `DealInvalidAddress` when a deal is opened, and without
/// error data elsewhere.
///
/// Warning: SCV sent to the hub is lost unless it is sent through a function below or by ERC-1363 with a deal as data.
interface IPaymentHub is IERC1363Receiver, IPaymentHubErrors {
    // Events of deals

    /// @notice A deal was opened.
    /// @dev The event contains the full deal, because later calls must pass it.
    /// @param id The deal's id.
    /// @param payer Account that receives refunds.
    /// @param payee Account that receives payments.
    /// @param amount Base units paid in. The coin's `Transfer` event shows by whom.
    /// @param terms Price, times and fee, packed as described in `Terms`.
    /// @param arbiter Account that decides disputes, or zero.
    /// @param ref Reference chosen by the parties.
    event Opened(
        bytes32 indexed id,
        address indexed payer,
        address indexed payee,
        uint256 amount,
        Terms terms,
        address arbiter,
        bytes32 ref
    );

    /// @notice An open stream or subscription was topped up.
    /// @param id The deal's id.
    /// @param funder Account that paid.
    /// @param amount Base units paid in.
    event ToppedUp(bytes32 indexed id, address indexed funder, uint256 amount);

    /// @notice A deal that was not opened yet, or a quote, was made void.
    /// @param id Id of the deal or quote.
    /// @param by Payer or payee that voided it.
    event Voided(bytes32 indexed id, address indexed by);

    /// @notice The payee declared an order delivered.
    /// @param id The order's id.
    /// @param payee The payee.
    /// @param proof Any 32 bytes, for example the hash of what was delivered.
    event Delivered(bytes32 indexed id, address indexed payee, bytes32 proof);

    /// @notice The payer released part or all of an order to the payee.
    /// @param id The order's id.
    /// @param payee The payee.
    /// @param amount Base units taken from the order, fee included.
    /// @param fee Fee in base units.
    event Released(bytes32 indexed id, address indexed payee, uint256 amount, uint256 fee);

    /// @notice The payee received what had become due over time.
    /// @param id The deal's id.
    /// @param payee The payee.
    /// @param amount Base units taken from the deal, fee included.
    /// @param fee Fee in base units.
    event Claimed(bytes32 indexed id, address indexed payee, uint256 amount, uint256 fee);

    /// @notice The payer received a refund.
    /// @param id The deal's id.
    /// @param payer The payer.
    /// @param amount Base units refunded.
    event Refunded(bytes32 indexed id, address indexed payer, uint256 amount);

    /// @notice The payer disputed the delivery of an order.
    /// @param id The order's id.
    /// @param payer The payer.
    /// @param reason Any 32 bytes, for example the hash of the complaint.
    event Disputed(bytes32 indexed id, address indexed payer, bytes32 reason);

    /// @notice The arbiter split what was left of a disputed order.
    /// @param id The order's id.
    /// @param arbiter The arbiter.
    /// @param toPayee Base units for the payee, fee included.
    /// @param toPayer Base units for the payer.
    /// @param fee Fee in base units.
    event Resolved(bytes32 indexed id, address indexed arbiter, uint256 toPayee, uint256 toPayer, uint256 fee);

    /// @notice A stream or subscription was canceled.
    /// @param id The deal's id.
    /// @param by Payer or payee that canceled it.
    /// @param toPayee Base units for the payee, fee included.
    /// @param toPayer Base units for the payer.
    /// @param fee Fee in base units.
    event Canceled(bytes32 indexed id, address indexed by, uint256 toPayee, uint256 toPayer, uint256 fee);

    // Events of mandates

    /// @notice A payer's mandate was accepted.
    /// @param id The mandate's id.
    /// @param payer Account that is charged.
    /// @param payee Account that charges.
    /// @param limit Base units that can be charged per period.
    /// @param period Length of a period in seconds.
    /// @param start Start of the first period, in seconds since 1970.
    /// @param end First second in which nothing can be charged any more, or 0 if the mandate has no end.
    /// @param feeBps Fee of each charge in basis points.
    /// @param ref Reference chosen by the parties.
    event Accepted(
        bytes32 indexed id,
        address indexed payer,
        address indexed payee,
        uint96 limit,
        uint32 period,
        uint40 start,
        uint40 end,
        uint16 feeBps,
        bytes32 ref
    );

    /// @notice The payee charged the payer under a mandate.
    /// @param id The mandate's id.
    /// @param payer The payer.
    /// @param payee The payee.
    /// @param amount Base units paid by the payer, fee included.
    /// @param fee Fee in base units.
    event Charged(bytes32 indexed id, address indexed payer, address indexed payee, uint256 amount, uint256 fee);

    /// @notice A mandate was revoked.
    /// @param id The mandate's id.
    /// @param by Payer or payee that revoked it.
    event Revoked(bytes32 indexed id, address indexed by);

    // Events of fees

    /// @notice The DAO set the fee of new deals and mandates.
    /// @param fee Fee in basis points.
    event FeeSet(uint16 fee);

    /// @notice The collected fees were sent to the treasury.
    /// @param treasury The treasury.
    /// @param amount Base units sent.
    event Collected(address indexed treasury, uint256 amount);

    // Opening

    /// @notice Opens a deal, or tops up a stream or subscription, with the caller's coins.
    /// @dev Emits `Opened` or `ToppedUp`.
    ///
    /// Requirements:
    /// - Parties and terms must be as described in `Deal` and `Terms` (`HubInvalidParties`, `HubInvalidTerms`).
    /// - The terms must carry the current fee (`HubFeeMismatch`). A top-up keeps the fee of its deal.
    /// - The deal must be new, or an open stream or subscription (`HubWrongStatus`).
    /// - A deadline must not have passed (`HubInvalidTerms`; `HubTooLate` for a top-up).
    /// - An order must be paid in full (`HubWrongAmount`). Other deals need more than 0 (`HubInvalidAmount`).
    /// - A quote must be signed by the payee and not be void (`HubInvalidSignature`; `HubWrongStatus` with its id).
    /// - A quote of a stream or subscription opens it until `SIGNED_OPENING_PERIOD` after its start (`HubTooLate`).
    /// - The caller's balance and allowance must cover the amount (the coin's error).
    ///
    /// Warning: refunds go to the payer named in the deal, not to the caller. If an order names no arbiter, a delivery
    /// cannot be disputed.
    /// @param deal The deal. Its payer can be another account than the caller.
    /// @param amount Base units taken from the caller.
    /// @param quote Empty, or the payee's signature on `Quote(Deal deal)` with the payer set to zero.
    /// @return id The deal's id.
    function open(Deal calldata deal, uint256 amount, bytes calldata quote) external returns (bytes32 id);

    /// @notice Opens or tops up several deals with a single transfer of the caller's coins.
    /// @dev Emits `Opened` or `ToppedUp` for each deal.
    ///
    /// Requirements:
    /// - There must be at least one deal (`HubEmptyBatch`).
    /// - Each deal must meet the requirements of `open`.
    /// @param openings Deals, amounts and quotes.
    function openMany(Opening[] calldata openings) external;

    /// @notice Opens or tops up a deal with an authorization (ERC-3009) signed by the payer, who needs no gas and no
    /// allowance. Anyone can submit it.
    /// @dev Emits `Opened` or `ToppedUp`. Requirements are those of `open`; errors of the coin are passed on.
    ///
    /// The payer signs the coin's `ReceiveWithAuthorization` to this hub, with `validAfter` 0 and the deal's id as the
    /// nonce. The signature therefore commits to the terms and can be used only once.
    /// @param deal The deal.
    /// @param amount Base units in the authorization.
    /// @param validBefore First second in which the authorization is no longer valid, in seconds since 1970.
    /// @param signature The payer's signature on the authorization.
    /// @return id The deal's id.
    function openWithAuthorization(
        Deal calldata deal,
        uint256 amount,
        uint256 validBefore,
        bytes calldata signature
    ) external returns (bytes32 id);

    /// @notice Opens or tops up a deal from the payer's allowance with the payer's signature on the deal. Anyone can
    /// submit it.
    /// @dev Emits `Opened` or `ToppedUp`. An order takes its price. A stream or subscription takes what it still lacks
    /// of the total that it will owe by its deadline.
    ///
    /// Requirements, besides those of `open`:
    /// - The payer must have signed the deal (`HubInvalidSignature`).
    /// - The signature must not have been used before (`HubWrongStatus`).
    /// - A stream or subscription must have a deadline (`HubInvalidTerms`), and must not have started more than seven
    ///   days ago (`HubTooLate`).
    /// @param deal The deal.
    /// @param signature The payer's signature on the deal's id.
    /// @return id The deal's id.
    function openSigned(Deal calldata deal, bytes calldata signature) external returns (bytes32 id);

    /// @notice Makes a deal that was not opened yet impossible to open, and so invalidates every signature on it. If
    /// the payer is zero, it voids the payee's quote instead; the same terms can still be opened without a quote.
    /// @dev Emits `Voided`.
    ///
    /// Requirements:
    /// - The caller must be the payer or the payee (`HubUnauthorized`).
    /// - The deal must not be opened or voided yet (`HubWrongStatus`).
    /// @param deal The deal, or the quote if its payer is zero.
    function void(Deal calldata deal) external;

    // Orders

    /// @notice Declares an order delivered and starts the dispute window.
    /// @dev Emits `Delivered`.
    ///
    /// Requirements:
    /// - The deal must be an order (`HubWrongKind`) and open (`HubWrongStatus`).
    /// - The caller must be the payee (`HubUnauthorized`).
    /// - The deadline must not have passed (`HubTooLate`).
    /// @param deal The order.
    /// @param proof Any 32 bytes, for example the hash of what was delivered.
    function deliver(Deal calldata deal, bytes32 proof) external;

    /// @notice Releases part or all of an order to the payee. The order closes when nothing is left.
    /// @dev Emits `Released`.
    ///
    /// Requirements:
    /// - The deal must be an order (`HubWrongKind`) that is opened and not closed (`HubWrongStatus`).
    /// - The caller must be the payer (`HubUnauthorized`).
    /// - The total must exceed what was paid before (`HubNothingDue`).
    /// @param deal The order.
    /// @param total Base units that the payee may have received in all. A larger number than the order holds, for
    /// example 2**256 - 1, releases everything.
    function release(Deal calldata deal, uint256 total) external;

    /// @notice Pays out releases signed by payers, with a single transfer to the common payee. Anyone can submit them.
    /// @dev Emits `Released` for each.
    ///
    /// Requirements:
    /// - There must be at least one release (`HubEmptyBatch`), and all must have the same payee (`HubDifferentPayee`).
    /// - Each must meet the requirements of `release`, except that the payer signs instead of calling
    ///   (`HubInvalidSignature`).
    ///
    /// Warning: a signed release does not expire and cannot be revoked. It stays valid during a dispute, and becomes
    /// worthless if the order is refunded before it is submitted. One release that cannot be paid fails the whole
    /// batch.
    /// @param releases Orders, totals and the payers' signatures.
    function releaseSigned(Release[] calldata releases) external;

    /// @notice Disputes the delivery of an order.
    /// @dev Emits `Disputed`.
    ///
    /// Requirements:
    /// - The deal must be an order (`HubWrongKind`) that is delivered (`HubWrongStatus`) and has an arbiter
    ///   (`HubUnauthorized`).
    /// - The caller must be the payer (`HubUnauthorized`).
    /// - The window must not have passed (`HubTooLate`).
    /// @param deal The order.
    /// @param reason Any 32 bytes, for example the hash of the complaint.
    function dispute(Deal calldata deal, bytes32 reason) external;

    /// @notice Splits what is left of a disputed order between payee and payer, and closes the order.
    /// @dev Emits `Resolved`. The award is a total, so that neither party can change it with a release or refund that
    /// comes first.
    ///
    /// Requirements:
    /// - The deal must be an order (`HubWrongKind`) that is disputed (`HubWrongStatus`).
    /// - The caller must be the arbiter (`HubUnauthorized`).
    /// - `ARBITRATION_PERIOD` must not have passed since the dispute (`HubTooLate`).
    /// @param deal The order.
    /// @param total Base units for the payee in all, including earlier payments. The payer receives the rest.
    function resolve(Deal calldata deal, uint256 total) external;

    // All deals

    /// @notice Pays the payee what is due: for a stream or subscription what is owed and funded, for a delivered order
    /// everything that is left once the window has passed. Anyone can call it.
    /// @dev Emits `Claimed`.
    ///
    /// Requirements:
    /// - A stream or subscription must be open, an order delivered (`HubWrongStatus`).
    /// - The window of an order must have passed (`HubTooEarly`).
    /// - Something must be due (`HubNothingDue`).
    /// @param deal The deal.
    function claim(Deal calldata deal) external;

    /// @notice Claims several deals of one payee with a single transfer.
    /// @dev Emits `Claimed` for each.
    ///
    /// Requirements:
    /// - There must be at least one deal (`HubEmptyBatch`), and all must have the same payee (`HubDifferentPayee`).
    /// - Each deal must meet the requirements of `claim`.
    ///
    /// Warning: if anyone else claims one of the deals first and nothing more is due, the whole batch fails.
    /// @param deals The deals.
    function claimMany(Deal[] calldata deals) external;

    /// @notice Refunds the payer. The payee can refund any part at any time. Anyone can refund what is left of an order
    /// that was not delivered by its deadline or whose arbiter did not decide within `ARBITRATION_PERIOD`, and what a
    /// stream or subscription does not owe after its deadline. An order with nothing left closes.
    /// @dev Emits `Refunded`.
    ///
    /// Requirements:
    /// - The deal must be opened and not closed (`HubWrongStatus`).
    /// - A caller other than the payee must wait until the deal is refundable (`HubTooEarly`; `HubUnauthorized` if it
    ///   never will be).
    /// - The amount must be more than 0 and at most what can be refunded (`HubInvalidAmount`).
    /// @param deal The deal.
    /// @param amount Base units, or 2**256 - 1 for everything that can be refunded.
    function refund(Deal calldata deal, uint256 amount) external;

    /// @notice Cancels a stream or subscription: what is owed and funded goes to the payee, the rest to the payer.
    /// @dev Emits `Canceled`.
    ///
    /// Requirements:
    /// - The deal must not be an order (`HubWrongKind`) and must be open (`HubWrongStatus`).
    /// - The caller must be the payer or the payee (`HubUnauthorized`).
    /// @param deal The stream or subscription.
    function cancel(Deal calldata deal) external;

    // Mandates

    /// @notice Accepts a mandate, as the payer's signature in the first charge would.
    /// @dev Emits `Accepted`.
    ///
    /// Requirements:
    /// - The caller must be the payer (`HubUnauthorized`).
    /// - The mandate must not be accepted or revoked yet (`HubAlreadyAccepted`, `HubRevoked`).
    /// - It must be as described in `Mandate` (`HubInvalidMandate`, `HubInvalidMandateParties`).
    /// - It must carry the current fee (`HubFeeMismatch`).
    /// @param mandate The mandate.
    /// @return id The mandate's id.
    function accept(Mandate calldata mandate) external returns (bytes32 id);

    /// @notice Charges the payer's allowance.
    /// @dev Emits `Charged`, preceded by `Accepted` the first time.
    ///
    /// Requirements:
    /// - The caller must be the payee (`HubUnauthorized`).
    /// - The mandate must be accepted. If it is not, the payer must have signed it (`HubInvalidSignature`) and the
    ///   requirements of `accept` apply, except for the caller.
    /// - It must not be revoked (`HubRevoked`), must have started (`HubTooEarly`) and not have ended (`HubTooLate`).
    /// - The amount must be more than 0 and within what is left of the period's limit (`HubInvalidAmount`).
    /// - The payer's allowance and balance must cover the amount (`HubChargeFailed`).
    /// @param mandate The mandate.
    /// @param amount Base units paid by the payer, fee included.
    /// @param signature The payer's signature on the mandate. Empty once it is accepted.
    function charge(Mandate calldata mandate, uint256 amount, bytes calldata signature) external;

    /// @notice Makes several charges, all or nothing.
    /// @dev Emits the events of `charge` for each.
    ///
    /// Requirements:
    /// - There must be at least one charge (`HubEmptyBatch`).
    /// - Each must meet the requirements of `charge`.
    ///
    /// Warning: a payer who withdraws the allowance or revokes the mandate first makes the whole batch fail.
    /// @param charges Mandates, amounts and signatures.
    function chargeMany(Charge[] calldata charges) external;

    /// @notice Ends a mandate for good. A mandate that was not accepted yet can never be accepted.
    /// @dev Emits `Revoked`.
    ///
    /// Requirements:
    /// - The caller must be the payer or the payee (`HubUnauthorized`).
    /// - The mandate must not be revoked yet (`HubRevoked`).
    /// @param mandate The mandate.
    function revoke(Mandate calldata mandate) external;

    // Fees

    /// @notice Sets the fee that new deals and mandates must carry. Existing ones keep theirs.
    /// @dev Emits `FeeSet`.
    ///
    /// Requirements:
    /// - The caller must be the DAO (`OwnableUnauthorizedAccount`).
    /// - The fee must be at most `MAX_FEE_BPS` (`HubInvalidFee`).
    /// @param fee_ Fee in basis points.
    function setFee(uint16 fee_) external;

    /// @notice Sends the collected fees to the treasury. Anyone can call it.
    /// @dev Emits `Collected`.
    function collect() external;

    // Views

    /// @notice Returns the fee that new deals and mandates must carry.
    /// @return Fee in basis points.
    function fee() external view returns (uint16);

    /// @notice Returns the fees that `collect` would send.
    /// @return Fees in base units.
    function fees() external view returns (uint240);

    /// @notice Returns the seconds after its start in which a stream or subscription can be opened by a signature on
    /// its terms. The signer does not choose when that happens, and what accrued before is due at once.
    /// @return Seconds.
    // solhint-disable-next-line func-name-mixedcase
    function SIGNED_OPENING_PERIOD() external view returns (uint256);

    /// @notice Returns the id of a deal: its EIP-712 struct hash, without a domain. The payer signs it for `openSigned`
    /// within this contract's domain.
    /// @param deal The deal.
    /// @return The deal's id.
    function idOf(Deal calldata deal) external pure returns (bytes32);

    /// @notice Returns the digest that the payee signs to quote these terms to any payer.
    /// @param deal The deal. Its payer is ignored.
    /// @return EIP-712 digest of the quote.
    function quoteOf(Deal calldata deal) external view returns (bytes32);

    /// @notice Returns the digest that the payer signs to release `total` of an order.
    /// @param deal The order.
    /// @param total Base units that the payee may have received in all.
    /// @return EIP-712 digest of the release.
    function releaseOf(Deal calldata deal, uint96 total) external view returns (bytes32);

    /// @notice Returns the money and the status of a deal.
    /// @param id The deal's id.
    /// @return funded Base units paid in, less what was refunded.
    /// @return paid Base units paid to the payee, fees included. More than 0 proves a payment, by whichever account.
    /// @return markedAt When the order was delivered or, later, disputed, or when the stream or subscription consumed
    /// its payer's signature; otherwise 0.
    /// @return status Status of the deal.
    function escrowOf(
        bytes32 id
    ) external view returns (uint256 funded, uint256 paid, uint256 markedAt, DealStatus status);

    /// @notice Returns what `claim` would take from the deal now.
    /// @param deal The deal.
    /// @return Base units, fee included; 0 if nothing can be claimed.
    function dueOf(Deal calldata deal) external view returns (uint256);

    /// @notice Returns what `refund` by `caller` could give back now.
    /// @param deal The deal.
    /// @param caller Account that would call `refund`.
    /// @return Base units; 0 if nothing can be refunded.
    function refundableOf(Deal calldata deal, address caller) external view returns (uint256);

    /// @notice Returns the id of a mandate: its EIP-712 struct hash, without a domain. The payer signs it within this
    /// contract's domain.
    /// @param mandate The mandate.
    /// @return The mandate's id.
    function idOfMandate(Mandate calldata mandate) external pure returns (bytes32);

    /// @notice Returns what was charged under a mandate, and its status.
    /// @param id The mandate's id.
    /// @return The state of the mandate.
    function mandateState(bytes32 id) external view returns (MandateState memory);

    /// @notice Returns what can be charged now under an accepted mandate.
    /// @dev The payer's allowance and balance are not considered.
    /// @param mandate The mandate.
    /// @return Base units; 0 if nothing can be charged.
    function chargeableOf(Mandate calldata mandate) external view returns (uint256);
}
