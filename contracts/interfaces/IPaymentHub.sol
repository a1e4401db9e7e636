// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1363Receiver} from "@openzeppelin/contracts/interfaces/IERC1363Receiver.sol";
import {Deal, DealStatus, Opening, Release} from "../types/Deal.sol";
import {Charge, Mandate, MandateState} from "../types/Mandate.sol";
import {Terms} from "../types/Terms.sol";

/// @title PaymentHub
/// @notice Payments for services in SCV: orders in escrow, streams per second, subscriptions per period, and mandates
/// by which a payee charges a payer's allowance.
///
/// A deal is known by its id, the EIP-712 digest of its terms, which is what a payer signs as well. Terms are not
/// stored: every call brings them. A deal opens once; whoever pays for it, refunds go to the payer it names.
///
/// - Order: the payee delivers by the deadline; the payer releases, or disputes within the window; after the window
///   anyone claims for the payee. What is released or awarded is a total, what the payee got before included: doing it
///   twice pays once. Anyone refunds an order that was not delivered in time, and a disputed one whose arbiter was
///   silent for `ARBITRATION_PERIOD`.
/// - Stream, subscription: anyone claims for the payee what is owed and funded; either side cancels; opening again tops
///   up. What is owed grows with time, funded or not, so a top-up pays arrears first.
/// - Mandate: nothing is escrowed; the payee charges at most `limit` per period until either side revokes.
///
/// Amounts are base units of SCV, times seconds since 1970, durations seconds, fees basis points. In errors `index` is
/// the place in a batch, 0 for single calls; batches are all or nothing, so one element that someone else settles first
/// fails them. Signatures are EIP-712, by key or smart wallet (ERC-1271).
///
/// @dev A limit of time includes its second: delivery at the deadline is in time, a refund one second later.
/// Nothing here needs a keeper to be safe. The fee is taken from payments to the payee only, rounded down.
///
/// Not guaranteed: coins sent by anything but the functions below, or ERC-1363 with a deal, are lost. An address in
/// calldata with more than 160 bits fails with `DealInvalidAddress` where a deal is opened, elsewhere without an error.
interface IPaymentHub is IERC1363Receiver {
    // Deals

    /// @notice A deal was opened. All of it is here, for whoever calls with it later.
    /// @param amount Base units paid in; the coin's `Transfer` says by whom.
    event Opened(
        bytes32 indexed id,
        address indexed payer,
        address indexed payee,
        uint256 amount,
        Terms terms,
        address arbiter,
        bytes32 ref
    );

    /// @notice An open stream or subscription got more money.
    event ToppedUp(bytes32 indexed id, address indexed funder, uint256 amount);

    /// @notice A deal that was never opened, or the quote of a deal without payer, was made void.
    event Voided(bytes32 indexed id, address indexed by);

    /// @notice The payee says that an order is delivered.
    /// @param proof For example the hash of what was delivered.
    event Delivered(bytes32 indexed id, address indexed payee, bytes32 proof);

    /// @notice The payer let the payee have a part of an order.
    /// @param amount Base units taken from the order, the fee included.
    event Released(bytes32 indexed id, address indexed payee, uint256 amount, uint256 fee);

    /// @notice The payee got what time made due.
    /// @param amount Base units taken from the deal, the fee included.
    event Claimed(bytes32 indexed id, address indexed payee, uint256 amount, uint256 fee);

    /// @notice The payer got money back.
    event Refunded(bytes32 indexed id, address indexed payer, uint256 amount);

    /// @notice The payer disputes the delivery.
    /// @param reason For example the hash of the complaint.
    event Disputed(bytes32 indexed id, address indexed payer, bytes32 reason);

    /// @notice The arbiter split what was left.
    /// @param toPayee Base units for the payee, the fee included.
    event Resolved(bytes32 indexed id, address indexed arbiter, uint256 toPayee, uint256 toPayer, uint256 fee);

    /// @notice A stream or subscription was ended.
    /// @param toPayee Base units for the payee, the fee included.
    event Canceled(bytes32 indexed id, address indexed by, uint256 toPayee, uint256 toPayer, uint256 fee);

    // Mandates

    /// @notice A payer's mandate counts from now on.
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

    /// @notice The payee charged the payer.
    /// @param amount Base units that the payer paid, the fee included.
    event Charged(bytes32 indexed id, address indexed payer, address indexed payee, uint256 amount, uint256 fee);

    /// @notice A mandate is over, or can never be accepted.
    event Revoked(bytes32 indexed id, address indexed by);

    // Fees

    /// @notice Deals and mandates from now on carry this fee.
    event FeeSet(uint16 fee);

    /// @notice Fees went to the treasury.
    event Collected(address indexed treasury, uint256 amount);

    // Errors

    /// @notice ERC-1363 was called by a token that is not SCV.
    error HubWrongToken(address token);

    /// @notice The data that came with the coins is no deal; `length` bytes came.
    error HubInvalidData(uint256 length);

    /// @notice A batch without elements.
    error HubEmptyBatch();

    /// @notice Payer or payee is zero or the hub, or two of the parties are the same, or a stream has an arbiter.
    error HubInvalidParties(uint256 index, bytes32 id, address payer, address payee, address arbiter);

    /// @notice No price, or times that do not fit the kind of deal, or are over.
    error HubInvalidTerms(uint256 index, bytes32 id, Terms terms);

    /// @notice The fee in the terms is not what the hub asks now.
    error HubFeeMismatch(uint256 index, bytes32 id, uint16 feeBps, uint16 current);

    /// @notice An amount other than the one that this opening must have.
    error HubWrongAmount(uint256 index, bytes32 id, uint256 amount, uint256 expected);

    /// @notice An amount of zero, or more than `available`.
    error HubInvalidAmount(uint256 index, bytes32 id, uint256 amount, uint256 available);

    /// @notice Nothing is due: all that is released, or owed and funded, was paid.
    error HubNothingDue(uint256 index, bytes32 id, uint256 paid);

    /// @notice The deal does not stand where this needs it.
    error HubWrongStatus(uint256 index, bytes32 id, DealStatus status);

    /// @notice For orders only, or not for orders.
    error HubWrongKind(uint256 index, bytes32 id, Terms terms);

    /// @notice The caller may not do this.
    error HubUnauthorized(uint256 index, bytes32 id, address caller);

    /// @notice Possible only from the second after `time` on.
    error HubTooEarly(uint256 index, bytes32 id, uint256 time);

    /// @notice Was possible until `time`, that second included.
    error HubTooLate(uint256 index, bytes32 id, uint256 time);

    /// @notice Not signed by `signer`, or not these terms, or for another hub or chain.
    error HubInvalidSignature(uint256 index, bytes32 id, address signer);

    /// @notice The deals of one batch have different payees.
    error HubDifferentPayee(uint256 index, bytes32 id, address payee, address expected);

    /// @notice Payer or payee of the mandate is zero, or the payer is the hub, or both are the same.
    error HubInvalidMandateParties(uint256 index, bytes32 id, address payer, address payee);

    /// @notice The mandate has no limit or no period, or does not end after it starts.
    error HubInvalidMandate(uint256 index, bytes32 id, uint96 limit, uint32 period, uint40 start, uint40 end);

    /// @notice The mandate counts already.
    error HubAlreadyAccepted(uint256 index, bytes32 id);

    /// @notice The mandate was revoked.
    error HubRevoked(uint256 index, bytes32 id);

    /// @notice The coin refused a charge, for example for want of allowance or balance.
    /// @param amount Base units of the transfer that was refused: the payee's part, or the fee.
    /// @param reason The coin's error.
    error HubChargeFailed(uint256 index, bytes32 id, address payer, uint256 amount, bytes reason);

    /// @notice The treasury would be zero or the hub.
    error HubInvalidTreasury(address treasury);

    /// @notice A fee above `MAX_FEE_BPS`.
    error HubInvalidFee(uint16 fee, uint16 max);

    // Opening

    /// @notice Opens a deal, or tops up a stream or subscription, with the caller's coins. Emits `Opened` or
    /// `ToppedUp`.
    ///
    /// Requirements: parties and terms are as `Deal` and `Terms` say (`HubInvalidParties`, `HubInvalidTerms`) and carry
    /// the current fee (`HubFeeMismatch`; a top-up keeps the fee of its deal); the deal is new, or a stream or
    /// subscription that is open (`HubWrongStatus`); a deadline is not over (`HubInvalidTerms`, for a top-up
    /// `HubTooLate`); an order is paid in full (`HubWrongAmount`), anything else with more than 0 (`HubInvalidAmount`);
    /// the allowance suffices (the coin's error).
    /// @param deal Its payer may be someone else than the caller: whoever pays, refunds go to the payer.
    /// @param amount Base units taken from the caller.
    /// @param quote The payee's signature on `Quote(Deal deal)` with payer zero, which is then checked and must not be
    /// void (`HubInvalidSignature`; `HubWrongStatus` with the quote's id); or empty.
    /// @return id The deal's id.
    function open(Deal calldata deal, uint256 amount, bytes calldata quote) external returns (bytes32 id);

    /// @notice Opens or tops up many deals with one transfer of the caller's coins. Requirements as for `open`, and at
    /// least one deal (`HubEmptyBatch`).
    function openMany(Opening[] calldata openings) external;

    /// @notice Opens or tops up a deal with an authorization that the payer signed for the coin (ERC-3009), without gas
    /// or allowance of the payer. Anyone may bring it. Requirements as for `open`; errors of the coin are passed on.
    /// @dev What is signed is the coin's `ReceiveWithAuthorization` to this hub with `validAfter` 0 and the deal's id
    /// as nonce: so it commits to the terms, and works once.
    /// @param amount Base units that the payer signed.
    /// @param validBefore Time from which on the authorization is over.
    /// @param signature The payer's signature on the authorization.
    /// @return id The deal's id.
    function openWithAuthorization(
        Deal calldata deal,
        uint256 amount,
        uint256 validBefore,
        bytes calldata signature
    ) external returns (bytes32 id);

    /// @notice Opens a deal that the payer signed, out of the payer's allowance. Anyone may bring it. Requirements as
    /// for `open`, and: the payer signed the deal (`HubInvalidSignature`), and the signature was not used before
    /// (`HubWrongStatus`). An order takes its price; a stream or subscription what it lacks of all that it will owe
    /// until its deadline, so it needs one (`HubInvalidTerms`).
    /// @return id The deal's id.
    function openSigned(Deal calldata deal, bytes calldata signature) external returns (bytes32 id);

    /// @notice Makes a deal that was not opened yet impossible, and so any signature on it; with payer zero, the
    /// payee's quote (the same terms can still be opened without one). By the payer or the payee (`HubUnauthorized`,
    /// `HubWrongStatus`). Emits `Voided`.
    function void(Deal calldata deal) external;

    // Orders

    /// @notice The payee says that the order is delivered; the window begins. Emits `Delivered`.
    ///
    /// Requirements: an order (`HubWrongKind`) that is open (`HubWrongStatus`); by its payee (`HubUnauthorized`); until
    /// the deadline (`HubTooLate`).
    /// @param proof For example the hash of what was delivered.
    function deliver(Deal calldata deal, bytes32 proof) external;

    /// @notice The payer lets the payee have a part of the order, or all; then it is closed. Emits `Released`.
    ///
    /// Requirements: an order that is not closed (`HubWrongKind`, `HubWrongStatus`); by its payer (`HubUnauthorized`);
    /// more than was paid already (`HubNothingDue`).
    /// @param total Base units that the payee may have got in all. More than there is means all, for example 2**256 -
    /// 1.
    function release(Deal calldata deal, uint256 total) external;

    /// @notice Pays out what payers of orders signed, with one transfer to their payee. Anyone may bring it. Emits
    /// `Released` for each.
    ///
    /// Requirements, for each: as for `release`, but signed by the payer (`HubInvalidSignature`); one payee
    /// (`HubDifferentPayee`); at least one (`HubEmptyBatch`).
    /// @dev A signed release does not expire and cannot be taken back. It counts during a dispute, and is lost when the
    /// order is refunded before it is brought.
    function releaseSigned(Release[] calldata releases) external;

    /// @notice The payer disputes the delivery. Emits `Disputed`.
    ///
    /// Requirements: an order (`HubWrongKind`) that is delivered (`HubWrongStatus`); by its payer, and it has an
    /// arbiter (`HubUnauthorized`); within the window (`HubTooLate`).
    /// @param reason For example the hash of the complaint.
    function dispute(Deal calldata deal, bytes32 reason) external;

    /// @notice The arbiter splits what is left of a disputed order, and closes it. Emits `Resolved`.
    ///
    /// Requirements: an order (`HubWrongKind`) that is disputed (`HubWrongStatus`); by its arbiter (`HubUnauthorized`);
    /// within `ARBITRATION_PERIOD` (`HubTooLate`).
    /// @param total Base units that the payee gets in all, what it got before included; the payer gets the rest. A
    /// total and not what is paid now, so that neither side can change the award by a release or refund that comes
    /// first.
    function resolve(Deal calldata deal, uint256 total) external;

    // All deals

    /// @notice Pays the payee what is due: of a stream or subscription what is owed and funded, of a delivered order
    /// all that is left when the window is over. Anyone may call. Emits `Claimed`.
    ///
    /// Requirements: open, or an order that is delivered (`HubWrongStatus`); the window is over (`HubTooEarly`);
    /// something is due (`HubNothingDue`).
    function claim(Deal calldata deal) external;

    /// @notice Claims many deals of one payee with one transfer. Requirements as for `claim`, for each; one payee
    /// (`HubDifferentPayee`); at least one (`HubEmptyBatch`).
    function claimMany(Deal[] calldata deals) external;

    /// @notice Gives the payer money back: any part by the payee at any time; by anyone what is left of an order that
    /// was not delivered by its deadline or whose arbiter was silent for `ARBITRATION_PERIOD`, and what a stream or
    /// subscription does not owe after its deadline. Emits `Refunded`. An order with nothing left is closed.
    ///
    /// Requirements: opened and not closed (`HubWrongStatus`); the time has come (`HubTooEarly`; `HubUnauthorized` when
    /// there is none); more than 0 and not more than can be refunded (`HubInvalidAmount`).
    /// @param amount Base units, or 2**256 - 1 for all that can be.
    function refund(Deal calldata deal, uint256 amount) external;

    /// @notice Ends a stream or subscription: what is owed goes to the payee, the rest to the payer. Emits `Canceled`.
    ///
    /// Requirements: not an order (`HubWrongKind`); open (`HubWrongStatus`); by payer or payee (`HubUnauthorized`).
    function cancel(Deal calldata deal) external;

    // Mandates

    /// @notice The payer accepts a mandate, as the signature in the first charge would. Emits `Accepted`.
    ///
    /// Requirements: by the payer (`HubUnauthorized`); not accepted before or revoked (`HubAlreadyAccepted`,
    /// `HubRevoked`); the terms are as `Mandate` says (`HubInvalidMandate`, `HubInvalidMandateParties`) and carry the
    /// current fee (`HubFeeMismatch`).
    /// @return id The mandate's id.
    function accept(Mandate calldata mandate) external returns (bytes32 id);

    /// @notice The payee charges the payer's allowance. Emits `Charged`, and `Accepted` before the first time.
    ///
    /// Requirements: by the payee (`HubUnauthorized`); accepted before, or signed by the payer (`HubInvalidSignature`)
    /// and then as for `accept`; not revoked (`HubRevoked`); from its start on and before its end (`HubTooEarly`,
    /// `HubTooLate`); more than 0 and within what is left of the limit in this period (`HubInvalidAmount`); allowance
    /// and balance suffice (`HubChargeFailed`).
    /// @param amount Base units that the payer pays.
    /// @param signature The payer's signature on the mandate; empty once it is accepted.
    function charge(Mandate calldata mandate, uint256 amount, bytes calldata signature) external;

    /// @notice Charges many payers, all or nothing. Requirements as for `charge`, for each; at least one
    /// (`HubEmptyBatch`).
    function chargeMany(Charge[] calldata charges) external;

    /// @notice Ends a mandate, or makes it impossible, for ever. By payer or payee (`HubUnauthorized`); once
    /// (`HubRevoked`). Emits `Revoked`.
    function revoke(Mandate calldata mandate) external;

    // Fees

    /// @notice Sets the fee that new deals and mandates must carry; those that are open keep theirs. By the DAO. Emits
    /// `FeeSet`.
    /// @param fee_ Basis points, at most `MAX_FEE_BPS` (`HubInvalidFee`).
    function setFee(uint16 fee_) external;

    /// @notice Sends the fees to the treasury. Anyone may call. Emits `Collected`.
    function collect() external;

    // Views

    /// @notice Fee in basis points that new deals and mandates must carry.
    function fee() external view returns (uint16);

    /// @notice Base units of fees that `collect` would send.
    function fees() external view returns (uint240);

    /// @notice The id of a deal: the digest that its payer signs for `openSigned`.
    function idOf(Deal calldata deal) external view returns (bytes32);

    /// @notice The digest that the payee signs to quote these terms to any payer.
    function quoteOf(Deal calldata deal) external view returns (bytes32);

    /// @notice The digest that the payer signs to release `total` of an order.
    function releaseOf(Deal calldata deal, uint96 total) external view returns (bytes32);

    /// @notice The money of a deal and where it stands.
    /// @return funded Base units that came in, less what was refunded.
    /// @return paid Base units of it that the payee got, fees included: more than 0 proves a payment, whoever's money
    /// it was.
    /// @return markedAt When an order was delivered or, later, disputed, or a stream took its payer's signature; else
    /// 0.
    /// @return status Where the deal stands.
    function escrowOf(
        bytes32 id
    ) external view returns (uint256 funded, uint256 paid, uint256 markedAt, DealStatus status);

    /// @notice Base units that `claim` would take from the deal now, or 0.
    function dueOf(Deal calldata deal) external view returns (uint256);

    /// @notice Base units that `refund` could give back now when `caller` calls, or 0.
    function refundableOf(Deal calldata deal, address caller) external view returns (uint256);

    /// @notice The id of a mandate: the digest that its payer signs.
    function idOfMandate(Mandate calldata mandate) external view returns (bytes32);

    /// @notice What was charged under a mandate and where it stands.
    function mandateState(bytes32 id) external view returns (MandateState memory);

    /// @notice Base units that can be charged now under a mandate that is accepted, or 0; the payer's allowance and
    /// balance aside.
    function chargeableOf(Mandate calldata mandate) external view returns (uint256);
}
