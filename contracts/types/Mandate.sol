// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice Terms on which a payee may charge a payer again and again, out of the payer's allowance; nothing is
/// escrowed.
/// @dev Amounts are base units of SCV, times are seconds since 1970.
/// @param payer Is charged.
/// @param payee Charges.
/// @param limit Base units that may be charged in each period.
/// @param period Seconds of one period.
/// @param start When the first period begins.
/// @param end From then on nothing can be charged, or 0.
/// @param feeBps Fee in basis points of each payment, as the hub asks when the mandate is accepted.
/// @param ref Reference of the parties; it also tells equal mandates apart.
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

/// @notice Where a mandate stands.
enum MandateStatus {
    None,
    Accepted,
    Revoked
}

/// @notice What has been charged.
/// @param charged Base units charged in that period.
/// @param period Number of the period, from 0, in which the payer was charged last.
/// @param status Where the mandate stands.
struct MandateState {
    uint96 charged;
    uint40 period;
    MandateStatus status;
}

/// @notice One payment under a mandate.
/// @param amount Base units.
/// @param signature The payer's signature on the mandate; empty once it is accepted.
struct Charge {
    Mandate mandate;
    uint256 amount;
    bytes signature;
}
