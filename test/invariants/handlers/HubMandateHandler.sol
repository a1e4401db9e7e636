// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IPaymentHubErrors} from "../../../contracts/interfaces/IPaymentHubErrors.sol";
import {Charge, Mandate, MandateStatus} from "../../../contracts/types/Mandate.sol";
import {mandateHash} from "../../fixtures/PlainDeal.sol";
import {VM, signBytes} from "../../fixtures/Vm.sol";
import {MandateGhost} from "../HubGhost.sol";
import {HubWorld} from "../HubWorld.sol";
import {HubHandler} from "./HubHandler.sol";

/// @notice Mandates and charges, and the callers and calls that must be rejected.
contract HubMandateHandler is HubHandler {
    constructor(HubWorld world) HubHandler(world) {
        _addKind("accept");
        _addKind("charge");
        _addKind("charge all that is left");
        _addKind("charge with signature");
        _addKind("chargeMany");
        _addKind("revoke by payer");
        _addKind("revoke by payee");
        _addKind("revoke before acceptance");
        _addKind("no acceptance by another");
        _addKind("no acceptance twice");
        _addKind("no acceptance after revocation");
        _addKind("no charge above the limit");
        _addKind("no charge above it in a batch");
        _addKind("no charge after revocation");
        _addKind("no charge before the start");
        _addKind("no charge after the end");
        _addKind("no charge by another");
        _addKind("no charge with forged signature");
        _addKind("no charge without allowance");
        _addKind("no revocation by another");
        _addKind("no revocation twice");
    }

    function actions() external pure override returns (bytes4[] memory list) {
        list = new bytes4[](9);
        list[0] = this.accept.selector;
        list[1] = this.charge.selector;
        list[2] = this.chargeSigned.selector;
        list[3] = this.chargeMany.selector;
        list[4] = this.revoke.selector;
        list[5] = this.revokeAtOnce.selector;
        list[6] = this.chargeWrongly.selector;
        list[7] = this.chargeUnsigned.selector;
        list[8] = this.useRevoked.selector;
    }

    function accept(uint256 seed) external {
        Mandate memory mandate = _newMandate(seed, 3 days);
        bytes memory call = abi.encodeCall(_hub.accept, (mandate));
        bytes32 id = mandateHash(mandate);
        _mustRefuse("no acceptance by another", mandate.payee, call, _unauthorized(id, mandate.payee));
        VM.prank(mandate.payer);
        _hub.accept(mandate);
        _world.noteAccepted(mandate);
        _count("accept");
        bytes memory expected = abi.encodeWithSelector(IPaymentHubErrors.HubAlreadyAccepted.selector, 0, id);
        _mustRefuse("no acceptance twice", mandate.payer, call, expected);
    }

    function charge(uint256 seed) external {
        (bool found, MandateGhost memory ghost) = _pickMandate(seed, _isChargeable);
        if (!found) return;
        bool all = _random(seed, 10) % 4 == 0;
        uint256 amount = all ? _available(ghost) : _portion(_random(seed, 11), _available(ghost));
        VM.prank(ghost.terms.payee);
        _hub.charge(ghost.terms, amount, "");
        _world.noteCharged(ghost.index, amount);
        _count(all ? bytes32("charge all that is left") : bytes32("charge"));
    }

    function chargeSigned(uint256 seed) external {
        Mandate memory mandate = _newMandate(seed, 0);
        uint256 amount = _portion(_random(seed, 11), mandate.limit);
        bytes memory signature = _world.sign(mandate.payer, mandateHash(mandate));
        VM.prank(mandate.payee);
        _hub.charge(mandate, amount, signature);
        _world.noteCharged(_world.noteAccepted(mandate), amount);
        _count("charge with signature");
    }

    /// @dev Charges an old mandate twice and a new one once, all of one payee. Before that, the same batch with too
    /// large a second charge must fail.
    function chargeMany(uint256 seed) external {
        (bool found, MandateGhost memory old) = _pickMandate(seed, _isChargeable);
        if (!found || _available(old) == 1) return;
        Mandate memory mandate = _newMandate(seed, 0);
        mandate.payee = old.terms.payee;
        if (mandate.payer == mandate.payee) return;
        uint256 first = _portion(_random(seed, 10), _available(old) - 1);
        uint256 rest = _available(old) - first;
        Charge[] memory charges = new Charge[](3);
        charges[0] = Charge(old.terms, first, "");
        charges[1] = Charge(old.terms, rest + 1, "");
        bytes memory signature = _world.sign(mandate.payer, mandateHash(mandate));
        charges[2] = Charge(mandate, _portion(_random(seed, 11), mandate.limit), signature);
        bytes memory call = abi.encodeCall(_hub.chargeMany, (charges));
        bytes memory expected = abi.encodeWithSelector(
            IPaymentHubErrors.HubInvalidAmount.selector,
            1,
            old.id,
            rest + 1,
            rest
        );
        _mustRefuse("no charge above it in a batch", mandate.payee, call, expected);
        charges[1].amount = _portion(_random(seed, 12), rest);
        VM.prank(mandate.payee);
        _hub.chargeMany(charges);
        _world.noteCharged(old.index, first);
        _world.noteCharged(old.index, charges[1].amount);
        _world.noteCharged(_world.noteAccepted(mandate), charges[2].amount);
        _count("chargeMany");
    }

    function revoke(uint256 seed) external {
        (bool found, MandateGhost memory ghost) = _pickMandate(seed, _isAccepted);
        if (!found || _random(seed, 9) % 2 == 0) return;
        bytes memory call = abi.encodeCall(_hub.revoke, (ghost.terms));
        _mustRefuse("no revocation by another", _stranger, call, _unauthorized(ghost.id, _stranger));
        bool byPayer = _random(seed, 10) % 2 == 0;
        VM.prank(byPayer ? ghost.terms.payer : ghost.terms.payee);
        _hub.revoke(ghost.terms);
        _world.noteRevoked(ghost.index);
        _count(byPayer ? bytes32("revoke by payer") : bytes32("revoke by payee"));
    }

    function revokeAtOnce(uint256 seed) external {
        Mandate memory mandate = _newMandate(seed, 0);
        VM.prank(_random(seed, 10) % 2 == 0 ? mandate.payer : mandate.payee);
        _hub.revoke(mandate);
        _world.noteRevokedAtOnce(mandate);
        _count("revoke before acceptance");
    }

    // Rejected

    function chargeWrongly(uint256 seed) external {
        (bool found, MandateGhost memory ghost) = _pickMandate(seed, _isAccepted);
        if (seed % 2 == 0) (found, ghost) = _pickMandate(seed, _isEarly);
        if (!found) return;
        Mandate memory mandate = ghost.terms;
        bytes memory call = abi.encodeCall(_hub.charge, (mandate, 1, ""));
        _mustRefuse("no charge by another", mandate.payer, call, _unauthorized(ghost.id, mandate.payer));
        uint256 time = _world.time();
        if (time < mandate.start) {
            _mustRefuse("no charge before the start", mandate.payee, call, _tooEarly(ghost.id, mandate.start - 1));
        } else if (mandate.end != 0 && time >= mandate.end) {
            _mustRefuse("no charge after the end", mandate.payee, call, _tooLate(ghost.id, mandate.end - 1));
        } else {
            uint256 more = _available(ghost) + 1;
            call = abi.encodeCall(_hub.charge, (mandate, more, ""));
            bytes memory expected = _invalidAmount(ghost.id, more, more - 1);
            _mustRefuse("no charge above the limit", mandate.payee, call, expected);
        }
    }

    function chargeUnsigned(uint256 seed) external {
        Mandate memory mandate = _newMandate(seed, 0);
        bytes32 id = mandateHash(mandate);
        bytes memory signature = _world.sign(mandate.payee, mandateHash(mandate));
        bytes memory call = abi.encodeCall(_hub.charge, (mandate, 1, signature));
        bytes memory expected = _invalidSignature(id, mandate.payer);
        _mustRefuse("no charge with forged signature", mandate.payee, call, expected);

        mandate.payer = VM.addr(_world.POOR_KEY());
        id = mandateHash(mandate);
        call = abi.encodeCall(_hub.charge, (mandate, 1, signBytes(_world.POOR_KEY(), _world.digest(id))));
        bytes memory reason = abi.encodeWithSelector(
            IERC20Errors.ERC20InsufficientAllowance.selector,
            address(_hub),
            0,
            1
        );
        expected = abi.encodeWithSelector(IPaymentHubErrors.HubChargeFailed.selector, 0, id, mandate.payer, 1, reason);
        _mustRefuse("no charge without allowance", mandate.payee, call, expected);
    }

    /// @dev Also tries the payer's signature, which is still valid.
    function useRevoked(uint256 seed) external {
        (bool found, MandateGhost memory ghost) = _pickMandate(seed, _isRevoked);
        if (!found) return;
        Mandate memory mandate = ghost.terms;
        bytes memory signature = _world.sign(mandate.payer, mandateHash(mandate));
        bytes memory expected = abi.encodeWithSelector(IPaymentHubErrors.HubRevoked.selector, 0, ghost.id);
        bytes memory call = abi.encodeCall(_hub.charge, (mandate, 1, signature));
        _mustRefuse("no charge after revocation", mandate.payee, call, expected);
        call = abi.encodeCall(_hub.accept, (mandate));
        _mustRefuse("no acceptance after revocation", mandate.payer, call, expected);
        call = abi.encodeCall(_hub.revoke, (mandate));
        _mustRefuse("no revocation twice", mandate.payee, call, expected);
    }

    // Internal

    /// @param ahead Maximum seconds from now to the start.
    function _newMandate(uint256 seed, uint256 ahead) private returns (Mandate memory mandate) {
        (mandate.payer, mandate.payee) = _parties(seed);
        uint256 time = _world.time();
        mandate.limit = _amount(_random(seed, 2));
        mandate.period = uint32(1 + (_random(seed, 3) % 2 days));
        mandate.start = uint40(time - 2 days + (_random(seed, 4) % (2 days + ahead + 1)));
        uint256 random = _random(seed, 5);
        uint256 earliest = time > mandate.start ? time : mandate.start;
        if (random % 3 != 0) mandate.end = uint40(earliest + 1 + ((random >> 8) % 3 days));
        (mandate.feeBps, mandate.ref) = (_world.fee(), _world.nextRef());
    }

    /// @dev Returns a mandate that fits, if a few attempts find one. At least one mandate always exists.
    function _pickMandate(
        uint256 seed,
        function(MandateGhost memory) internal view returns (bool) fits
    ) private view returns (bool, MandateGhost memory ghost) {
        uint256 count = _world.mandateCount();
        for (uint256 i = 0; i < 8; ++i) {
            ghost = _world.mandate(_random(seed, 1000 + i) % count);
            if (fits(ghost)) return (true, ghost);
        }
        return (false, ghost);
    }

    function _available(MandateGhost memory ghost) private view returns (uint256) {
        uint256 period = (_world.time() - ghost.terms.start) / ghost.terms.period;
        return ghost.terms.limit - _world.chargedIn(ghost.index, period);
    }

    function _isEarly(MandateGhost memory ghost) private view returns (bool) {
        return _isAccepted(ghost) && _world.time() < ghost.terms.start;
    }

    function _isAccepted(MandateGhost memory ghost) private pure returns (bool) {
        return ghost.status == MandateStatus.Accepted;
    }

    function _isRevoked(MandateGhost memory ghost) private pure returns (bool) {
        return ghost.status == MandateStatus.Revoked;
    }

    function _isChargeable(MandateGhost memory ghost) private view returns (bool) {
        uint256 time = _world.time();
        if (!_isAccepted(ghost) || time < ghost.terms.start) return false;
        return (ghost.terms.end == 0 || time < ghost.terms.end) && _available(ghost) != 0;
    }
}
