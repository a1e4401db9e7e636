// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice Terms on which a payee can charge a payer repeatedly from the payer's allowance. Nothing is escrowed.
/// @param payer Account that is charged.
/// @param payee Account that charges.
/// @param limit Base units of SCV that can be charged per period, more than 0.
/// @param period Length of a period in seconds, more than 0.
/// @param start Start of the first period, in seconds since 1970.
/// @param end First second in which nothing can be charged any more, in seconds since 1970 and later than `start`, or 0
/// if the mandate has no end.
/// @param feeBps Fee of each charge in basis points. It must be the hub's fee when the mandate is accepted.
/// @param ref Reference chosen by the parties. It also distinguishes otherwise equal mandates.
struct Mandate {
    address payer;
    address payee;
    uint96 limit;
    uint32 period;
    uint40 start;
    uint40 end;
    uint16 feeBps;
    bytes32 ref;
}

/// @notice Status of a mandate.
enum MandateStatus {
    None,
    Accepted,
    Revoked
}

/// @notice What was charged under a mandate, and its status.
/// @param charged Base units charged in `period`.
/// @param period Number of the period, from 0, in which the payer was last charged.
/// @param status Status of the mandate.
struct MandateState {
    uint96 charged;
    uint40 period;
    MandateStatus status;
}

/// @notice One payment under a mandate.
/// @param mandate The mandate.
/// @param amount Base units paid by the payer, fee included.
/// @param signature The payer's signature on the mandate. Empty once it is accepted.
struct Charge {
    Mandate mandate;
    uint256 amount;
    bytes signature;
}
