// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {ITreasury} from "../../../contracts/interfaces/ITreasury.sol";
import {Payout, toPayout} from "../../../contracts/types/Payout.sol";
import {World} from "../World.sol";
import {Handler} from "./Handler.sol";

/// @notice Members that act as if they were the DAO.
/// @dev The DAO itself could make every one of these calls, as `Invariants.t.sol` proves. They are rejected only
/// because of the sender.
contract HostileHandler is Handler {
    struct Attack {
        bytes32 kind;
        address target;
        bytes data;
    }

    Attack[] private _attacks;

    constructor(World world) Handler(world) {
        address coin = address(_coin);
        address treasury = address(_treasury);
        address dao = address(_dao);
        address thief = world.member(2);
        Payout[] memory payouts = new Payout[](1);
        payouts[0] = toPayout(thief, 1);
        bytes memory transfer = abi.encodeCall(_coin.transfer, (thief, 1));

        _attack("coin.mint", coin, abi.encodeCall(_coin.mint, (thief, 1)));
        _attack("coin.transferOwnership", coin, abi.encodeCall(_coin.transferOwnership, (thief)));
        _attack("coin.renounceOwnership", coin, abi.encodeCall(_coin.renounceOwnership, ()));
        _attack("pay coins", treasury, abi.encodeCall(_treasury.pay, (coin, thief, 1, "")));
        _attack("pay ether", treasury, abi.encodeCall(_treasury.pay, (ETHER, thief, 1, "")));
        _attack("payMany", treasury, abi.encodeCall(_treasury.payMany, (coin, payouts, "")));
        _attack("payAndCall", treasury, abi.encodeCall(_treasury.payAndCall, (coin, address(_votes), 1, "", "")));
        _attack("execute", treasury, abi.encodeCall(_treasury.execute, (coin, 0, transfer, "")));
        _attack("setBudget", treasury, abi.encodeCall(_treasury.setBudget, (thief, coin, 1, 1)));
        _attack("setCap", treasury, abi.encodeCall(_treasury.setCap, (coin, 0, 1)));
        _attack("treasury.transferOwnership", treasury, abi.encodeCall(_treasury.transferOwnership, (thief)));
        _attack("treasury.renounceOwnership", treasury, abi.encodeCall(_treasury.renounceOwnership, ()));
        _attack("setVotingDelay", dao, abi.encodeCall(_dao.setVotingDelay, (1 hours)));
        _attack("setVotingPeriod", dao, abi.encodeCall(_dao.setVotingPeriod, (1 hours)));
        _attack("setProposalThreshold", dao, abi.encodeCall(_dao.setProposalThreshold, (0)));
        _attack("setExecutionDelay", dao, abi.encodeCall(_dao.setExecutionDelay, (1 hours)));
        _attack("setGracePeriod", dao, abi.encodeCall(_dao.setGracePeriod, (2 days)));
        _attack("setQuorumFloor", dao, abi.encodeCall(_dao.setQuorumFloor, (0)));
        _attack("updateQuorumNumerator", dao, abi.encodeCall(_dao.updateQuorumNumerator, (0)));
        _attack("setLateQuorumVoteExtension", dao, abi.encodeCall(_dao.setLateQuorumVoteExtension, (0)));
        _attack("setProposalGuardian", dao, abi.encodeCall(_dao.setProposalGuardian, (thief)));
        _attack("relay", dao, abi.encodeCall(_dao.relay, (coin, 0, abi.encodeCall(_coin.mint, (thief, 1)))));
        _addKind("spend without a budget");
    }

    function actions() external pure override returns (bytes4[] memory list) {
        list = new bytes4[](2);
        list[0] = this.actAsDao.selector;
        list[1] = this.spendWithoutBudget.selector;
    }

    function attacks() external view returns (Attack[] memory) {
        return _attacks;
    }

    function actAsDao(uint256 memberSeed) external watched {
        address sender = _world.member(memberSeed);
        for (uint256 i = 0; i < _attacks.length; ++i) {
            Attack memory attack = _attacks[i];
            bytes4 selector =
                attack.target == address(_dao)
                    ? IGovernor.GovernorOnlyExecutor.selector
                    : Ownable.OwnableUnauthorizedAccount.selector;
            _mustRefuse(attack.kind, sender, attack.target, attack.data, abi.encodeWithSelector(selector, sender));
        }
    }

    /// @dev Members 0 and 1 are stewards. The others have no budget and cannot even spend 0.
    function spendWithoutBudget(uint256 memberSeed, uint256 assetSeed, uint256 amountSeed) external watched {
        address asset = assetSeed % 2 == 0 ? ETHER : address(_coin);
        address sender = _world.member(2 + (memberSeed % (_world.memberCount() - 2)));
        uint256 amount = amountSeed % 2 == 0 ? 0 : amountSeed % 1e18;
        _mustRefuse(
            "spend without a budget",
            sender,
            address(_treasury),
            abi.encodeCall(_treasury.spend, (asset, sender, amount, "")),
            abi.encodeWithSelector(ITreasury.TreasuryBudgetExceeded.selector, sender, asset, amount, 0)
        );
    }

    function _attack(bytes32 kind, address target, bytes memory data) private {
        _attacks.push(Attack(kind, target, data));
        _addKind(kind);
    }
}
