// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IPaymentHub} from "../interfaces/IPaymentHub.sol";
import {DealHash} from "../libraries/DealHash.sol";
import {Charge, Mandate, MandateState, MandateStatus} from "../types/Mandate.sol";
import {HubBase} from "./HubBase.sol";

/// @title Mandates
/// @notice Payments that the payee pulls from the payer's allowance, within a limit per period. See `IPaymentHub`.
abstract contract Mandates is HubBase {
    using DealHash for Mandate;

    mapping(bytes32 id => MandateState) private _mandates;

    /// @inheritdoc IPaymentHub
    function accept(Mandate calldata mandate) external returns (bytes32 id) {
        id = idOfMandate(mandate);
        _checkCaller(id, msg.sender == mandate.payer);
        MandateState memory state = _mandates[id];
        if (state.status == MandateStatus.Accepted) revert HubAlreadyAccepted(0, id);
        _accept(0, id, mandate, state);
        _mandates[id] = state;
    }

    /// @inheritdoc IPaymentHub
    function charge(Mandate calldata mandate, uint256 amount, bytes calldata signature) external {
        _charge(0, mandate, amount, signature);
    }

    /// @inheritdoc IPaymentHub
    function chargeMany(Charge[] calldata charges) external {
        if (charges.length == 0) revert HubEmptyBatch();
        for (uint256 i = 0; i < charges.length; ++i) {
            _charge(i, charges[i].mandate, charges[i].amount, charges[i].signature);
        }
    }

    /// @inheritdoc IPaymentHub
    function revoke(Mandate calldata mandate) external {
        bytes32 id = idOfMandate(mandate);
        _checkCaller(id, msg.sender == mandate.payer || msg.sender == mandate.payee);
        MandateState storage state = _mandates[id];
        if (state.status == MandateStatus.Revoked) revert HubRevoked(0, id);
        state.status = MandateStatus.Revoked;
        emit Revoked(id, msg.sender);
    }

    /// @inheritdoc IPaymentHub
    function idOfMandate(Mandate calldata mandate) public pure returns (bytes32) {
        return mandate.hash();
    }

    /// @inheritdoc IPaymentHub
    function mandateState(bytes32 id) external view returns (MandateState memory) {
        return _mandates[id];
    }

    /// @inheritdoc IPaymentHub
    function chargeableOf(Mandate calldata mandate) external view returns (uint256) {
        MandateState memory state = _mandates[idOfMandate(mandate)];
        bool over = mandate.end != 0 && block.timestamp >= mandate.end;
        if (state.status != MandateStatus.Accepted || block.timestamp < mandate.start || over) return 0;
        return _available(mandate, state, _periodNow(mandate));
    }

    function _charge(uint256 index, Mandate calldata mandate, uint256 amount, bytes calldata signature) private {
        // Check the caller.
        bytes32 id = idOfMandate(mandate);
        if (msg.sender != mandate.payee) revert HubUnauthorized(index, id, msg.sender);

        // Accept the mandate if this is its first charge, and check that it is in force.
        MandateState memory state = _mandates[id];
        if (state.status != MandateStatus.Accepted) {
            _accept(index, id, mandate, state);
            _checkSignature(index, id, mandate.payer, id, signature);
        }
        if (block.timestamp < mandate.start) revert HubTooEarly(index, id, mandate.start - 1);
        if (mandate.end != 0) _checkUntil(index, id, mandate.end - 1);

        // Check the amount against what is left of the period's limit, and record it.
        uint40 period = _periodNow(mandate);
        uint256 available = _available(mandate, state, period);
        if (amount == 0 || amount > available) revert HubInvalidAmount(index, id, amount, available);
        if (period != state.period) (state.period, state.charged) = (period, 0);
        state.charged += uint96(amount);
        _mandates[id] = state;

        // Take the fee, and collect both parts from the payer.
        uint256 taken = _takeFee(amount, mandate.feeBps);
        emit Charged(id, mandate.payer, mandate.payee, amount, taken);
        _pull(index, id, mandate.payer, mandate.payee, amount - taken);
        if (taken != 0) _pull(index, id, mandate.payer, address(this), taken);
    }

    function _accept(uint256 index, bytes32 id, Mandate calldata mandate, MandateState memory state) private {
        if (state.status == MandateStatus.Revoked) revert HubRevoked(index, id);
        (address payer, address payee) = (mandate.payer, mandate.payee);
        if (payer == payee || payer == address(0) || payer == address(this) || payee == address(0)) {
            revert HubInvalidMandateParties(index, id, payer, payee);
        }
        bool ends = mandate.end == 0 || mandate.end > mandate.start;
        if (mandate.limit == 0 || mandate.period == 0 || !ends) {
            revert HubInvalidMandate(index, id, mandate.limit, mandate.period, mandate.start, mandate.end);
        }
        if (mandate.feeBps != fee) revert HubFeeMismatch(index, id, mandate.feeBps, fee);
        state.status = MandateStatus.Accepted;
        emit Accepted(
            id,
            payer,
            payee,
            mandate.limit,
            mandate.period,
            mandate.start,
            mandate.end,
            mandate.feeBps,
            mandate.ref
        );
    }

    /// @dev Wraps the coin's error, which alone would not identify the failed charge of a batch.
    function _pull(uint256 index, bytes32 id, address payer, address to, uint256 amount) private {
        // solhint-disable-next-line no-empty-blocks
        try coin.transferFrom(payer, to, amount) {} catch (bytes memory reason) {
            revert HubChargeFailed(index, id, payer, amount, reason);
        }
    }

    function _periodNow(Mandate calldata mandate) private view returns (uint40) {
        return uint40((block.timestamp - mandate.start) / mandate.period);
    }

    function _available(
        Mandate calldata mandate,
        MandateState memory state,
        uint40 period
    ) private pure returns (uint256) {
        return mandate.limit - (period == state.period ? state.charged : 0);
    }
}
